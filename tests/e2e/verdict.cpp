#include "tests/e2e/verdict.hpp"

#include <boost/test/results_collector.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>

namespace nida::e2e
{
bool has_failed()
{
    const auto id = boost::unit_test::framework::current_test_case_id();
    return std::uncaught_exceptions() > 0 || !boost::unit_test::results_collector.results(id).passed();
}

void note_failure(const std::string& what) { BOOST_ERROR(what); }
} // namespace nida::e2e
