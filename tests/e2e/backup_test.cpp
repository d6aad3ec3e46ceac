#include "tests/e2e/box.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sys/stat.h>
#include <thread>

using namespace nida::e2e;
using namespace std::chrono_literals;

namespace
{
bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

/// A box with a passphrase's file, and what it takes to go back to a copy.
struct Backed : Box {
    using Box::Box;
    std::string words = secret_file("words", "correct horse\n");
    std::string copy = file("copy.backup").string();

    std::string secret_file(std::string_view name, const std::string& text) const
    {
        const auto path = write_file(name, text);
        ::chmod(path.c_str(), 0600);
        return path;
    }
    Finished restore(Arguments more = {}) const
    {
        Arguments all{"restore", copy, "--store", file("nida.db").string(), "--passphrase-file", words};
        all.insert(all.end(), more.begin(), more.end());
        return nida(all);
    }
};
} // namespace

BOOST_AUTO_TEST_SUITE(backup)

BOOST_AUTO_TEST_CASE(a_copy_of_a_running_box_brings_back_what_was_there_and_sends_nothing_twice)
{
    Backed box{{.simulator = {"--status-report-delay", "off"}}};
    const auto before = box.send(number(1), "before");
    BOOST_REQUIRE(box.wait_for(before, "sent").text("state") == "sent");
    BOOST_REQUIRE(box.nida({"people", "add", number(7), "--name", "Amina"}).code == 0);
    BOOST_REQUIRE(box.nida({"people", "add", number(9)}).code == 0);
    // One that cannot leave yet when the copy is made, and leaves afterwards.
    box.fault("refuses_to=" + number(2) + ",42");
    const auto meanwhile = box.send(number(2), "meanwhile");
    const auto made = box.nida({"backup", box.copy, "--passphrase-file", box.words});
    BOOST_TEST(made.code == 0);
    BOOST_TEST(made.err == "");
    struct stat found {
    };
    BOOST_REQUIRE(::stat(box.copy.c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777) == 0600);
    BOOST_TEST(!std::filesystem::exists(box.copy + ".part"));
    BOOST_TEST(!says(content_of(box.copy), "Amina"));

    const auto refused = box.restore();
    BOOST_TEST(refused.code == 75);
    BOOST_TEST(says(refused.err, "systemctl stop nidad"));

    // After the copy somebody leaves by SMS, and somebody is erased.
    box.sms(number(9), "STOP");
    BOOST_REQUIRE(eventually([&] { return box.person(number(9)).text("state") == "left"; }, 60s));
    BOOST_TEST(box.nida({"people", "remove", number(7), "--yes"}).code == 0);
    BOOST_TEST(box.stop() == 0);
    const auto texts = box.texts_to(number(2)).size();

    const auto restored = box.restore();
    BOOST_TEST(restored.code == 0);
    BOOST_TEST(restored.err == "");
    BOOST_TEST(says(restored.out, "nida.db.before-restore-"));
    box.start();
    BOOST_TEST(box.message(before).text("state") == "sent");
    BOOST_TEST(box.message(meanwhile).text("state") == "failed");
    BOOST_TEST(box.message(meanwhile).object("error").text("code") == "restored");
    BOOST_TEST(box.person(number(7)).text("name") == "Amina");
    BOOST_TEST(box.person(number(9)).text("state") == "left");
    BOOST_TEST(box.wait_for(box.send(number(9), "come back"), "suppressed").text("state") == "suppressed");
    BOOST_TEST(box.nida({"check"}).code == 0);
    const auto after = box.send(number(3), "after");
    BOOST_TEST(box.wait_for(after, "sent failed", 90s).number("id") == after);
    BOOST_TEST(box.texts_to(number(2)).size() == texts);
}

BOOST_AUTO_TEST_CASE(a_copy_takes_the_place_of_an_older_copy_and_of_nothing_else)
{
    Backed box;
    const auto key = box.file("box.key").string();
    BOOST_TEST(box.nida({"backup-key", key}).code == 0);
    const auto onto = [&](const std::string& file) { return box.nida({"backup", file, "--to", key + ".pub"}).code; };
    BOOST_TEST(onto(box.file("nida.db").string()) == 73);
    BOOST_TEST(onto(box.file("nida.toml").string()) == 73);
    BOOST_TEST(onto(box.file("nida.toml").parent_path().string()) == 73, "a directory");
    BOOST_TEST(onto(box.copy) == 0);
    BOOST_TEST(onto(box.copy) == 0);
    BOOST_TEST(box.nida({"check"}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_copy_sealed_to_a_key_opens_with_its_other_half_alone)
{
    Backed box;
    const auto key = box.file("box.key").string();
    BOOST_TEST(box.nida({"backup-key", key}).code == 0);
    BOOST_TEST(box.nida({"backup", box.copy, "--to", key + ".pub"}).code == 0);
    BOOST_TEST(box.nida({"backup-key", box.file("other").string()}).code == 0);
    box.stop();
    const Arguments restore{"restore", box.copy, "--store", box.file("nida.db").string()};
    const auto with = [&](const std::string& option, const std::string& value) {
        auto all = restore;
        all.insert(all.end(), {option, value});
        return box.nida(all);
    };
    BOOST_TEST(says(with("--key", box.file("other").string()).err, "another key"));
    BOOST_TEST(says(with("--key", key + ".pub").err, ".pub"));
    BOOST_TEST(says(with("--passphrase-file", box.words).err, "--key"));
    BOOST_TEST(says(box.nida(restore).err, "--key"));
    BOOST_TEST(with("--key", key).code == 0);
    box.start();
}

BOOST_AUTO_TEST_CASE(what_cannot_be_restored_changes_nothing_and_says_why)
{
    Backed box;
    BOOST_TEST(box.nida({"backup", box.copy, "--passphrase-file", box.words}).code == 0);
    BOOST_TEST(box.nida({"backup", box.copy}).code == 64); // nobody is there to type
    box.stop();
    const auto words = box.words;
    box.words = box.secret_file("wrong", "battery staple\n");
    BOOST_TEST(says(box.restore().err, "not the passphrase"));
    box.words = words;
    std::filesystem::resize_file(box.copy, std::filesystem::file_size(box.copy) - 1);
    const auto cut = box.restore();
    BOOST_TEST(cut.code == 65);
    BOOST_TEST(says(cut.err, "ends too early"));
    box.write_file("copy.backup", "no copy at all");
    BOOST_TEST(says(box.restore().err, "no copy made by Nida"));
    box.start();
}

BOOST_AUTO_TEST_CASE(a_restore_that_is_killed_at_any_instant_leaves_a_whole_store)
{
    Backed box;
    const auto key = box.file("box.key").string();
    BOOST_REQUIRE(box.nida({"backup-key", key}).code == 0);
    BOOST_REQUIRE(box.nida({"people", "add", number(7)}).code == 0);
    BOOST_REQUIRE(box.nida({"backup", box.copy, "--to", key + ".pub"}).code == 0);
    BOOST_REQUIRE(box.stop() == 0);
    const auto store = box.file("nida.db").string();
    const Arguments restore{"restore", box.copy, "--store", store, "--key", key};
    int finished = 0;
    for (int instant = 0; instant < 40 && finished < 3; ++instant) {
        auto killed = box.nida_in_background(restore, "restore");
        std::this_thread::sleep_for(instant * 1ms); // the instant of the kill, not a wait for anything
        if (killed.running())
            killed.kill();
        else
            ++finished;
        const auto found = box.nida({"check", store});
        BOOST_TEST(found.code == 0);
        BOOST_TEST(found.out == "All is well.\n");
    }
    BOOST_TEST(box.nida(restore).code == 0);
    box.start();
    BOOST_TEST(box.person(number(7)).text("state") == "contact");
    BOOST_TEST(!std::filesystem::exists(store + ".part"));
}

BOOST_AUTO_TEST_CASE(a_store_behind_a_link_is_in_use_by_both_its_names_and_stays_behind_the_link)
{
    Backed box{{.start = false}};
    const auto link = box.file("nida.db"), real = box.file("disk") / "real.db";
    std::filesystem::create_directory(real.parent_path());
    std::filesystem::create_symlink(real, link);
    box.start();
    BOOST_REQUIRE(box.nida({"backup", box.copy, "--passphrase-file", box.words}).code == 0);
    const Arguments by_its_place{"restore", box.copy, "--store", real.string(), "--passphrase-file", box.words};
    BOOST_TEST(box.nida(by_its_place).code == 75);
    BOOST_TEST(box.restore().code == 75);
    BOOST_REQUIRE(box.stop() == 0);
    BOOST_TEST(box.restore().code == 0);
    BOOST_TEST(std::filesystem::is_symlink(link));
    BOOST_TEST(box.nida({"check", real.string()}).code == 0);
    const auto sealed = box.nida({"check", box.copy});
    BOOST_TEST(sealed.code == 65);
    BOOST_TEST(says(sealed.err, "nida restore " + box.copy + " --store check.db"));
    box.start();
}

BOOST_AUTO_TEST_CASE(copies_are_made_by_themselves_and_a_missing_stick_is_told)
{
    Backed box{{.start = false}};
    const auto folder = box.file("stick").string();
    box.write_config(box.config() + "[backup]\nevery = \"1m\"\nkeep = 2\nfolder = \"" + folder + "\"\nkey = \"" +
                     box.words + "\"\n");
    box.start();
    BOOST_REQUIRE(eventually([&] { return box.status().object("backup").text("error") != ""; }, 120s));
    BOOST_TEST(says(box.status().object("backup").text("error"), "is the stick plugged in"));
    BOOST_TEST(says(box.nida({"status"}).out, "is the stick plugged in"));

    std::filesystem::create_directory(folder);
    box.signal(SIGHUP); // looks again at once
    BOOST_REQUIRE(eventually([&] { return box.status().object("backup").text("last_at") != ""; }, 120s));
    BOOST_TEST(box.status().object("backup").text("error") == "");
    BOOST_REQUIRE(!std::filesystem::is_empty(folder));
    box.copy = std::filesystem::directory_iterator { folder } -> path().string();
    box.stop();
    BOOST_TEST(box.restore().code == 0);
    box.start();
}

BOOST_AUTO_TEST_CASE(a_key_file_that_is_open_to_all_stops_the_config)
{
    Backed box{{.start = false}};
    ::chmod(box.words.c_str(), 0644);
    box.write_config(box.config() + "[backup]\nfolder = \"/tmp\"\nkey = \"" + box.words + "\"\n");
    const auto checked = box.nidad({"--check", "--config", box.file("nida.toml").string()});
    BOOST_TEST(checked.code == 78);
    BOOST_TEST(says(checked.err, "[backup] key"));
    BOOST_TEST(says(checked.err, "chmod 600"));
}

BOOST_AUTO_TEST_CASE(a_store_at_rest_is_checked_without_the_daemon)
{
    Backed box;
    box.stop();
    const auto store = box.file("nida.db").string();
    BOOST_TEST(box.nida({"check", store}).code == 0);
    BOOST_TEST(box.nida({"check", box.file("absent").string()}).code == 66);
    box.write_file("text.db", "no database, but long enough to look like one");
    const auto wrong = box.nida({"check", box.file("text.db").string()});
    BOOST_TEST(wrong.code == 65);
    BOOST_TEST(says(wrong.out, "damaged"));
    box.start();
}

BOOST_AUTO_TEST_SUITE_END()
