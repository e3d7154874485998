namespace Torghut.Common.Configuration;

/// <summary>
/// Binds a settable property of an options class to one environment key. The property's initialiser is the default; a key that is absent or
/// empty leaves it in force.
/// </summary>
/// <param name="key">Environment key. The unit of a <see cref="TimeSpan"/> is the key's suffix: _MS, _SEC or _SECONDS, _MINUTES, _HOURS, _DAYS.</param>
/// <param name="description">One sentence for <c>--help</c>: what the value does.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConfigurationKeyAttribute(string key, string description) : Attribute
{
    public string Key { get; } = key;

    public string Description { get; } = description;

    /// <summary>The key that a version before had for it; read while <see cref="Key"/> has no value. Empty for none.</summary>
    public string Formerly { get; init; } = "";

    /// <summary>The service does not start without a value.</summary>
    public bool Required { get; init; }

    /// <summary>The value never appears in logs, problems or help.</summary>
    public bool Secret { get; init; }

    /// <summary>Smallest number allowed, in the key's unit; NaN for no bound.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>Largest number allowed, in the key's unit; NaN for no bound.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>Whether an address may have a query. Such an address is not written to logs.</summary>
    public bool AllowsQuery { get; init; }

    /// <summary>Whether the key without text takes the default away, instead of leaving it in force.</summary>
    public bool EmptyIsNone { get; init; }

    /// <summary>Comma-separated URI schemes allowed; empty for any.</summary>
    public string Schemes { get; init; } = "";

    /// <summary>
    /// The server's name in a JDBC address, which operators of Flink's connector write: <c>jdbc:clickhouse://host:8123/database?ssl=true</c> is taken as
    /// <c>https://host:8123/</c>. Databases, users and passwords are keys of their own. Empty for a key that takes none.
    /// </summary>
    public string JdbcName { get; init; } = "";
}
