#pragma once

#include "protocol/pdu/address.hpp"
#include "protocol/pdu/udh.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace nida::daemon::cli
{

/// The elements of a header, each with "iei", "name", "data" (hex), and what its data means where that is defined.
boost::json::array describe_udh(const protocol::Udh& udh);

/// {digits, text, ton, npi}: of digits and text the one that it has not is null.
boost::json::object describe_address(const protocol::Address& address);

} // namespace nida::daemon::cli
