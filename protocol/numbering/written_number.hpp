#pragma once

#include "protocol/numbering/numbering_plan.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace nida::protocol::numbering
{

/// A number as it was written, without its punctuation.
struct WrittenNumber {
    bool international; ///< began with "+"
    std::string digits; ///< ASCII, at least three
};

/// Takes the digits out of UTF-8 text; errors are those of parse_number().
boost::system::result<WrittenNumber, NumberError> read_written_number(std::string_view utf8);

} // namespace nida::protocol::numbering
