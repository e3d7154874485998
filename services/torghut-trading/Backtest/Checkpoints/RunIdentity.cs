using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Backtest.Checkpoints;

/// <summary>What a run's outcome depends on beside its records: a checkpoint of another one is of no use.</summary>
internal static class RunIdentity
{
    /// <param name="costs">Digest of the fees.</param>
    /// <param name="ticks">Digest of the ticks.</param>
    public static byte[] Of(BacktestArguments arguments, BacktestSettings settings, StrategyCatalogue catalogue, string costs, string ticks)
    {
        object?[] parts =
        [
            // Another build may keep other things, or decide otherwise.
            typeof(RunIdentity).Module.ModuleVersionId, catalogue.Digest, costs, ticks, arguments.Fills, arguments.From.DayNumber, arguments.To.DayNumber,
            settings.AccountLabel, settings.Cash, settings.Latency, settings.StaleQuote, settings.PriceLookback, settings.SignalLookback, settings.BatchSize,
            settings.Hours, settings.Policy.PreferLimit, settings.Policy.OffsetBps, settings.Quality.MaxNullRate, settings.Quality.MaxStaleness,
            settings.Quality.MaxDuplicateRate, settings.Universe?.Order(StringComparer.Ordinal).ToList(), Risk(settings.Risk),
        ];
        return SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Serialize(parts)));
    }

    private static List<string> Risk(RiskOptions options) =>
    [
        .. typeof(RiskOptions).GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => string.Create(CultureInfo.InvariantCulture, $"{property.Name} {property.GetValue(options)}")),
    ];
}
