#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nida::daemon
{
/// Reads a document as XML has it: elements closed in their order, attributes quoted, & and < only where they belong.
class WellFormed
{
public:
    /// @return what is wrong, with what stands there; empty where nothing is
    static std::string fault_of(std::string_view document)
    {
        constexpr std::string_view doctype = "<!DOCTYPE html>";
        if (document.starts_with(doctype)) document.remove_prefix(doctype.size());
        return WellFormed{document}.read();
    }
private:
    explicit WellFormed(std::string_view rest) : rest_{rest} {}

    std::string read()
    {
        while (!rest_.empty() && fault_.empty()) {
            if (rest_.starts_with("</"))
                close();
            else if (rest_.starts_with('<'))
                open();
            else if (rest_.front() == '&')
                entity();
            else {
                if (open_.empty() && rest_.front() != '\n') complain("text outside of the root");
                rest_.remove_prefix(1);
            }
        }
        if (fault_.empty() && !open_.empty()) complain("never closed: " + open_.back());
        if (fault_.empty() && roots_ != 1) complain("not one root");
        return fault_;
    }
    void complain(const std::string& what)
    {
        if (fault_.empty()) fault_ = what + " at \"" + std::string{rest_.substr(0, 60)} + '"';
    }
    bool take(std::string_view text)
    {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    std::string name()
    {
        const auto length = rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
        std::string found{rest_.substr(0, length)};
        rest_.remove_prefix(found.size());
        if (found.empty()) complain("no name");
        return found;
    }
    void close()
    {
        take("</");
        if (const auto closed = name(); open_.empty() || open_.back() != closed)
            complain("closes what is not open: " + closed);
        else
            open_.pop_back();
        if (!take(">")) complain("no end of a tag");
    }
    void open()
    {
        take("<");
        const auto opened = name();
        if (open_.empty()) ++roots_;
        while (fault_.empty() && take(" ")) {
            if (rest_.starts_with('/') || rest_.starts_with('>')) break;
            name();
            if (!take("=\"")) complain("an attribute that is not quoted");
            while (fault_.empty() && !rest_.empty() && rest_.front() != '"') {
                if (rest_.front() == '<') complain("< in an attribute");
                if (rest_.front() == '&')
                    entity();
                else
                    rest_.remove_prefix(1);
            }
            if (!take("\"")) complain("an attribute without its end");
        }
        if (take("/>")) return;
        if (!take(">")) complain("no end of a tag");
        open_.push_back(opened);
    }
    void entity()
    {
        for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"})
            if (take(known)) return;
        complain("a bare &");
    }

    std::string_view rest_;
    std::vector<std::string> open_;
    int roots_ = 0;
    std::string fault_;
};
} // namespace nida::daemon
