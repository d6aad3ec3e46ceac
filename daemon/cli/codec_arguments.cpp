#include "daemon/cli/codec_arguments.hpp"

#include "daemon/cli/codec_commands.hpp"
#include "daemon/cli/failures.hpp"

#include <memory>
#include <sysexits.h>

namespace nida::daemon::cli
{

namespace
{

/// A command that only holds others.
std::function<int(Context&)> one_of_these(const CommandTree& tree, const std::string& commands)
{
    return [&words = tree.words(), commands](Context&) -> int {
        throw Refusal{EX_USAGE, words(Text::usage_one_of, commands)};
    };
}

void add_decode(CommandTree& tree, CLI::App& pdu)
{
    const auto options = std::make_shared<PduDecodeOptions>();
    auto* decode =
        tree.add(pdu, "decode", Text::cmd_pdu_decode,
                 {"nida pdu decode 07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07",
                  "nida pdu decode < pdus.txt", "nida pdu decode --no-smsc --direction to-network HEX"},
                 [options](Context& context) { return decode_pdus(context, *options); });
    decode->add_option("HEX", options->pdus, tree.text(Text::opt_pdu))->type_name("");
    decode->add_flag("--no-smsc", options->no_smsc, tree.text(Text::opt_no_smsc));
    decode->add_option("--direction", options->direction, tree.text(Text::opt_direction))
        ->type_name("from-network|to-network")
        ->check(one_of("from-network|to-network"));
    decode->add_option("--rp", options->rp, tree.text(Text::opt_rp))
        ->type_name("ack|error")
        ->check(one_of("ack|error"));
}

void add_encode(CommandTree& tree, CLI::App& pdu)
{
    const auto options = std::make_shared<PduEncodeOptions>();
    auto* encode = tree.add(pdu, "encode", Text::cmd_pdu_encode,
                            {"nida pdu encode --to +218912345678 --text 'Salam'",
                             "nida pdu encode --to +905321234567 --text 'Yarın saat altıda' --shift tr --json"},
                            [options](Context& context) {
                                if (options->text.has_value() == options->text_file.has_value())
                                    throw Refusal{EX_USAGE, context.words(Text::usage_one_of, "--text, --text-file")};
                                return encode_pdus(context, *options);
                            });
    encode->add_option("--to", options->to, tree.text(Text::opt_to))->type_name("NUMBER")->required();
    tree.add_text(*encode, options->text, options->text_file);
    encode->add_option("--encoding", options->encoding, tree.text(Text::opt_encoding))
        ->type_name("auto|gsm7|ucs2|8bit")
        ->check(one_of("auto|gsm7|ucs2|8bit"));
    encode->add_option("--shift", options->shifts, tree.text(Text::opt_shift))
        ->type_name("tr,es,pt")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(one_of("tr|es|pt|bn|gu|hi|kn|ml|or|pa|ta|te|ur"));
    encode->add_option("--substitute", options->substitutions, tree.text(Text::opt_substitute))
        ->type_name("none|typography|accents")
        ->check(one_of("none|typography|accents"));
    encode->add_option("--concat-ref", options->reference, tree.text(Text::opt_concat_ref))
        ->type_name("0-255")
        ->check(whole_number(0, 65'535));
    encode->add_flag("--concat-16", options->sixteen_bits, tree.text(Text::opt_concat_16));
    encode->add_flag("--status-report", options->status_report, tree.text(Text::opt_status_report));
    encode->add_option("--validity", options->validity, tree.text(Text::opt_pdu_validity))
        ->type_name("2h")
        ->check(not_empty());
    encode->add_option("--class", options->message_class, tree.text(Text::opt_class))
        ->type_name("0-3")
        ->check(whole_number(0, 3));
}

} // namespace

void add_codec_commands(CommandTree& tree)
{
    auto* pdu =
        tree.add(tree.app(), "pdu", Text::cmd_pdu, {"nida pdu decode HEX", "nida pdu encode --to NUMBER --text TEXT"},
                 one_of_these(tree, "decode, encode"));
    pdu->require_subcommand(0, 1);
    add_decode(tree, *pdu);
    add_encode(tree, *pdu);

    auto* at = tree.add(tree.app(), "at", Text::cmd_at, {"nida at parse trace.txt"}, one_of_these(tree, "parse"));
    at->require_subcommand(0, 1);
    const auto file = std::make_shared<std::optional<std::string>>();
    auto* parse = tree.add(*at, "parse", Text::cmd_at_parse, {"nida at parse trace.txt", "nida at parse < trace.txt"},
                           [file](Context& context) { return parse_dialogue(context, *file); });
    parse->add_option("FILE", *file, tree.text(Text::opt_trace_file))->type_name("");
}

} // namespace nida::daemon::cli
