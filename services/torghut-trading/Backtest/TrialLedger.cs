using System.Text.Json;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>
/// Every run is a trial. The ledger is a file that is only appended to, a line of JSON each; the same strategies with the same parameters on the same data are
/// the same trial, however often they run.
/// </summary>
internal sealed class TrialLedger(string? path)
{
    private readonly List<(string Family, string Trial, double? Sharpe)> _trials = [];

    /// <summary>The newest trial of this run.</summary>
    public Trial? Last { get; private set; }

    /// <summary>Reads what there is.</summary>
    /// <exception cref="InvalidDataException">A line is not the ledger's; it is named.</exception>
    public void Load()
    {
        if (path is null || !File.Exists(path))
        {
            return;
        }

        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            try
            {
                using var document = JsonDocument.Parse(line);
                var root = document.RootElement;
                double? sharpe = root.GetProperty("period_sharpe") is { ValueKind: JsonValueKind.Number } ratio ? ratio.GetDouble() : null;
                _trials.Add((root.GetProperty("family").GetString()!, root.GetProperty("trial").GetString()!, sharpe));
            }
            catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new InvalidDataException($"{path}:{number} is no line of a trial ledger.", broken);
            }
        }
    }

    /// <summary>Counts a trial and writes it down if it is new; returns the trials of its family and the variance of their ratios.</summary>
    /// <param name="catalogue">The strategies; their names are the family.</param>
    /// <param name="dataDigest">Digest of the data.</param>
    /// <param name="settings">What else the outcome depends on.</param>
    /// <param name="periodSharpe">Ratio of one period; null where the sample gives none.</param>
    /// <param name="pnl">USD.</param>
    public (int Trials, double Variance) Add(StrategyCatalogue catalogue, string dataDigest, string settings, double? periodSharpe, decimal pnl)
    {
        var enabled = catalogue.Strategies.Where(strategy => strategy.Enabled).ToList();
        var family = string.Join('+', enabled.Select(strategy => strategy.Name).Order(StringComparer.Ordinal));
        var id = Digest.Of($"{catalogue.Digest}|{dataDigest}|{settings}");
        Last = new Trial(family, id, periodSharpe, new JsonMap
        {
            ["family"] = family,
            ["trial"] = id,
            ["strategies"] = enabled.Select(strategy => new JsonMap
            {
                ["name"] = strategy.Name,
                ["type"] = strategy.Plugin.Type,
                ["version"] = strategy.Version,
                ["parameter_hash"] = strategy.Parameters.Hash,
            }).ToList(),
            ["data_digest"] = dataDigest,
            ["period_sharpe"] = periodSharpe,
            ["pnl"] = pnl,
        });
        Add(Last);
        var own = _trials.Where(known => known.Family == family).ToList();
        var ratios = own.Select(known => known.Sharpe).OfType<double>().ToList();
        var mean = ratios.Count == 0 ? 0 : ratios.Average();
        return (own.Count, ratios.Count < 2 ? 0 : ratios.Sum(ratio => (ratio - mean) * (ratio - mean)) / (ratios.Count - 1));
    }

    /// <summary>Counts a trial and writes it down if it is new.</summary>
    public void Add(Trial trial)
    {
        if (_trials.Any(known => known.Family == trial.Family && known.Trial == trial.Id))
        {
            return;
        }

        _trials.Add((trial.Family, trial.Id, trial.PeriodSharpe));
        if (path is not null)
        {
            File.AppendAllText(path, CanonicalJson.Serialize(trial.Line) + "\n");
        }
    }
}
