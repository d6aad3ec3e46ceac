#define BOOST_TEST_MODULE nida
#include <boost/test/unit_test.hpp>
