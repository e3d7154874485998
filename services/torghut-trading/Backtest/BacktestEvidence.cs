using System.Text.Json;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>What a promotion is judged by in the report of a backtest.</summary>
internal sealed record BacktestEvidence
{
    private const int Version = 1;
    private const int Digits = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Of the report's bytes.</summary>
    public string Sha256 { get; init; } = "";

    public string AccountLabel { get; init; } = "";

    /// <summary>The strategies and parameters that were run.</summary>
    public string CatalogueDigest { get; init; } = "";

    public string DataDigest { get; init; } = "";

    /// <summary>Sessions.</summary>
    public int Periods { get; init; }

    /// <summary>Trials of the family so far, by whose number the ratio is deflated.</summary>
    public int Trials { get; init; }

    /// <summary>Why there is no ratio; null when there is one.</summary>
    public string? Insufficient { get; init; }

    /// <summary>Probability that the true ratio is above zero, given the trials.</summary>
    public double? DeflatedSharpe { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Reads <c>report.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is no report of a backtest; says why.</exception>
    public static BacktestEvidence Read(ReadOnlyMemory<byte> report)
    {
        try
        {
            using var document = JsonDocument.Parse(report, Strict);
            var (root, statistics) = (document.RootElement, document.RootElement.GetProperty("statistics"));
            if (root.GetProperty("report_version").GetInt32() != Version)
            {
                throw new InvalidDataException($"The report's version is not {Version}.");
            }

            CheckTerms(root, statistics);
            return new BacktestEvidence
            {
                Sha256 = Digest.Of(report.Span),
                AccountLabel = root.GetProperty("account_label").GetString() ?? throw new InvalidDataException("The report names no account."),
                CatalogueDigest = DigestOf(root, "catalogue_digest"),
                DataDigest = DigestOf(root, "data_digest"),
                Periods = Count(statistics, "periods"),
                Trials = Count(statistics, "trials"),
                Insufficient = statistics.GetProperty("insufficient").GetString(),
                DeflatedSharpe = Probability(statistics, "deflated_sharpe"),
            };
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("This is no report of a backtest: " + odd.Message, odd);
        }
    }

    public JsonMap ToMap() => new()
    {
        ["sha256"] = Sha256,
        ["catalogue_digest"] = CatalogueDigest,
        ["data_digest"] = DataDigest,
        ["periods"] = Periods,
        ["trials"] = Trials,
        ["insufficient"] = Insufficient,
        ["deflated_sharpe"] = DeflatedSharpe,
        ["registered_at"] = RegisteredAt,
    };

    /// <summary>What a ratio was computed by decides what it is worth: evidence is what a year of sessions, fills that wait and costs leave of it.</summary>
    private static void CheckTerms(JsonElement root, JsonElement statistics)
    {
        if (!statistics.GetProperty("periods_a_year").GetDouble().Equals(ReturnStatistics.UsualPeriodsAYear))
        {
            throw new InvalidDataException($"The report's ratios are not of {ReturnStatistics.UsualPeriodsAYear} periods a year (--periods-a-year).");
        }

        // The statistics are those of the model that was asked for first.
        if (root.GetProperty("models").EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } first
            || first.GetProperty("fills").GetString() is not ("quote" or "queue"))
        {
            throw new InvalidDataException("The report's ratios are of --fills touch, an upper bound; evidence is of --fills quote or queue.");
        }

        if (root.GetProperty("costs").GetString() is null or "" or "none")
        {
            throw new InvalidDataException("The report is of a run without costs (--costs none).");
        }
    }

    private static string DigestOf(JsonElement root, string name) =>
        root.GetProperty(name).GetString() is { Length: Digits } digest && digest.All(char.IsAsciiHexDigitLower)
            ? digest
            : throw new InvalidDataException($"The report's {name} is not {Digits} hexadecimal digits.");

    private static int Count(JsonElement statistics, string name) =>
        statistics.GetProperty(name).GetInt32() is var count and >= 1 ? count : throw new InvalidDataException($"The report's {name} are fewer than 1.");

    private static double? Probability(JsonElement statistics, string name)
    {
        var value = statistics.GetProperty(name);
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.GetDouble() is var share and >= 0 and <= 1 ? share : throw new InvalidDataException($"The report's {name} is no probability.");
    }
}
