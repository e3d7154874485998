using Torghut.Trading.Observability;

namespace Torghut.Trading.Catalogue;

/// <summary>What is logged, counted and shown of the catalogue's file.</summary>
internal sealed class CatalogueReporter(TradingMetrics metrics, TradingGauges gauges, ILogger<CatalogueReporter> logger)
{
    public void Applied(StrategyCatalogue catalogue, CatalogueResult result, bool changed)
    {
        gauges.CatalogueProblems = [];
        if (!changed)
        {
            return;
        }

        TradingLog.CatalogueApplied(logger, catalogue.Digest, catalogue.Strategies.Count);
        foreach (var warning in result.Warnings)
        {
            TradingLog.CatalogueWarning(logger, warning.ToString());
        }
    }

    public void Refused(IReadOnlyList<CatalogueProblem> problems)
    {
        metrics.CatalogueRefused();
        gauges.CatalogueProblems = [.. problems.Select(problem => (problem.File, problem.Line, problem.Field))];
        foreach (var problem in problems)
        {
            TradingLog.CatalogueRefused(logger, problem.ToString());
        }
    }

    public void Restored(StrategyCatalogue catalogue) => TradingLog.CatalogueRestored(logger, catalogue.Digest, catalogue.Strategies.Count);

    public void DatabaseDown(Exception down) => TradingLog.DatabaseDown(logger, down.Message);
}
