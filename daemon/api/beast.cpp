// The compiled half of Beast, once for the whole daemon; Asio's is in modem/asio.cpp.
#include <boost/beast/src.hpp>
