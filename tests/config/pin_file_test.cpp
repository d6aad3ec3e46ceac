#include "config/pin_file.hpp"

#include "tests/config/temporary_file.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace nida::config;

BOOST_AUTO_TEST_SUITE(pin_file)

BOOST_AUTO_TEST_CASE(a_pin_is_4_to_8_digits_on_a_line)
{
    const TemporaryDirectory directory;
    BOOST_TEST(read_pin(directory.file("a", "1234\n")).value() == "1234");
    BOOST_TEST(read_pin(directory.file("b", "00000000")).value() == "00000000");
    BOOST_TEST(read_pin(directory.file("c", "0123 \r\n\n")).value() == "0123");
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused_without_showing_it)
{
    const TemporaryDirectory directory;
    for (const std::string content :
         {"", "\n", "987", "987654321", "98 76", " 9876", "9876\n5432", "PIN=9876", "9876x"}) {
        const auto pin = read_pin(directory.file("line.conf", content));
        BOOST_REQUIRE(pin.has_error());
        BOOST_TEST(pin.error().what.find("4 to 8 digits") != std::string::npos);
        BOOST_TEST(pin.error().what.find("98") == std::string::npos);
    }
    BOOST_TEST(read_pin(directory.file("long", "1234" + std::string(100'000, '\n') + "5")).has_error());
}

BOOST_AUTO_TEST_CASE(a_file_that_every_user_may_touch_is_refused_with_the_command_that_helps)
{
    const TemporaryDirectory directory;
    for (const unsigned mode : {0644U, 0602U, 0601U}) {
        const auto file = directory.file("pin", "1234\n", mode);
        BOOST_TEST(read_pin(file).error().what.find("chmod 600 " + file.string()) != std::string::npos);
    }
    BOOST_TEST(read_pin(directory.file("pin", "1234\n", 0640)).has_value());
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named)
{
    const auto pin = read_pin("/nowhere/line.pin");
    BOOST_TEST(pin.error().what.find("/nowhere/line.pin") != std::string::npos);
    BOOST_TEST(pin.error().what.find("No such file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_an_ordinary_file_is_read_and_a_fifo_is_not_waited_for)
{
    const TemporaryDirectory directory;
    const auto fifo = directory.path() / "fifo";
    BOOST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    BOOST_TEST(read_pin(fifo).error().what.find("not an ordinary file") != std::string::npos);
    BOOST_TEST(read_pin(directory.path()).error().what.find("not an ordinary file") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
