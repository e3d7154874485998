using Torghut.Common.Configuration;

namespace Torghut.Common.Tests.Configuration;

/// <summary>One property of each kind that a service may configure.</summary>
internal sealed class SampleOptions : IValidatableOptions
{
    [ConfigurationKey("SAMPLE_BOOTSTRAP", "Where to connect.", Required = true)]
    public string Bootstrap { get; set; } = "";

    [ConfigurationKey("SAMPLE_SECRET", "A password.", Required = true, Secret = true)]
    public string Secret { get; set; } = "";

    [ConfigurationKey("SAMPLE_PIN", "A secret number.", Secret = true)]
    public int? Pin { get; set; }

    [ConfigurationKey("SAMPLE_LINGER_MS", "How long to wait.", Min = 0, Max = 1000)]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(5);

    [ConfigurationKey("SAMPLE_TTL_DAYS_SIGNALS", "How long to keep.", Min = 0)]
    public TimeSpan Ttl { get; set; }

    [ConfigurationKey("SAMPLE_MODE", "How often.")]
    public SampleMode Mode { get; set; }

    [ConfigurationKey("SAMPLE_SYMBOLS", "Which.")]
    public IReadOnlyList<string> Symbols { get; set; } = [];

    [ConfigurationKey("SAMPLE_LIMIT", "How much.", Formerly = "SAMPLE_CAP")]
    public decimal Limit { get; set; }

    [ConfigurationKey("SAMPLE_ENABLED", "Whether.")]
    public bool Enabled { get; set; }

    [ConfigurationKey("SAMPLE_URL", "Where.", Schemes = "http,https", JdbcName = "clickhouse")]
    public Uri? Url { get; set; }

    [ConfigurationKey("SAMPLE_LIST_URL", "Where, with a question.", Schemes = "http", AllowsQuery = true)]
    public Uri? ListUrl { get; set; }

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Limit == 13)
        {
            yield return new("SAMPLE_LIMIT", "a luckier number", "13");
        }
    }
}
