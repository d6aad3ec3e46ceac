// Devices whose USB interfaces are not what their numbers suggest: field-notes/modems.md §9; the numbers are those of docs/modems.md.
#include "modem/port_roles.hpp"

#include <boost/test/unit_test.hpp>

using nida::modem::at_rank;
using nida::modem::UsbInterface;

BOOST_AUTO_TEST_SUITE(usb_peculiarities)

BOOST_AUTO_TEST_CASE(a_module_with_dummy_ports_is_used_by_its_real_ones_no_49)
{
    const auto rank = [](unsigned number) {
        UsbInterface interface {
        };
        interface.vendor = 0x1e0e;
        interface.product = 0x9206;
        interface.number = number;
        interface.class_ = interface.sub_class = interface.protocol = 0xff;
        return at_rank(interface, nida::protocol::builtin_dialects());
    };
    BOOST_REQUIRE(rank(2).has_value());
    for (const unsigned other : {0u, 1u, 3u, 4u, 5u}) {
        BOOST_REQUIRE(rank(other).has_value());
        BOOST_TEST(*rank(2) < *rank(other));
    }
    BOOST_TEST(*rank(5) < *rank(3));
}

BOOST_AUTO_TEST_SUITE_END()
