using System.Text.Json;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>What a promotion is judged by in the report of a backtest.</summary>
internal sealed record BacktestEvidence
{
    private const int Version = 1;

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

            return new BacktestEvidence
            {
                Sha256 = Digest.Of(report.Span),
                AccountLabel = root.GetProperty("account_label").GetString()!,
                CatalogueDigest = root.GetProperty("catalogue_digest").GetString()!,
                DataDigest = root.GetProperty("data_digest").GetString()!,
                Periods = statistics.GetProperty("periods").GetInt32(),
                Trials = statistics.GetProperty("trials").GetInt32(),
                Insufficient = statistics.GetProperty("insufficient").GetString(),
                DeflatedSharpe = statistics.GetProperty("deflated_sharpe") is { ValueKind: JsonValueKind.Number } ratio ? ratio.GetDouble() : null,
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
}
