#include "modem/port_list.hpp"

#include <libserialport.h>
#include <memory>

namespace nida::modem
{
namespace
{
std::string text(const char* told) { return told ? told : ""; }

std::optional<UsbIdentity> usb_identity(const sp_port* port)
{
    if (sp_get_port_transport(port) != SP_TRANSPORT_USB) return {};
    UsbIdentity usb;
    int vendor = 0;
    int product = 0;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) != SP_OK) return {};
    usb.vendor = static_cast<std::uint16_t>(vendor);
    usb.product = static_cast<std::uint16_t>(product);
    sp_get_port_usb_bus_address(port, &usb.bus, &usb.address);
    usb.manufacturer = text(sp_get_port_usb_manufacturer(port));
    usb.product_name = text(sp_get_port_usb_product(port));
    usb.serial = text(sp_get_port_usb_serial(port));
    return usb;
}
} // namespace

std::vector<ListedPort> list_ports()
{
    struct Free {
        void operator()(sp_port** list) const { sp_free_port_list(list); }
    };
    sp_port** found = nullptr;
    if (sp_list_ports(&found) != SP_OK) return {};
    const std::unique_ptr<sp_port*, Free> list{found};
    std::vector<ListedPort> ports;
    for (auto** port = list.get(); *port != nullptr; ++port)
        ports.push_back({text(sp_get_port_name(*port)), usb_identity(*port)});
    return ports;
}
} // namespace nida::modem
