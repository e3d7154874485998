using System.Collections;
using System.Globalization;
using Torghut.ClickHouse.Writing;

namespace Torghut.ClickHouse;

/// <summary>
/// Values for the placeholders {name:Type} of a statement. The server parses each as its type, so that a value never becomes part of the statement.
/// </summary>
public sealed class ClickHouseParameters : IEnumerable<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>For String, FixedString, Enum or Identifier; null for NULL, which needs a Nullable type.</summary>
    public void Add(string name, string? value) => _values[name] = value is null ? @"\N" : ParameterText.Escape(value);

    /// <summary>For integers of any width, and DateTime as epoch seconds.</summary>
    public void Add(string name, long value) => _values[name] = value.ToString(CultureInfo.InvariantCulture);

    /// <summary>For UInt64.</summary>
    public void Add(string name, ulong value) => _values[name] = value.ToString(CultureInfo.InvariantCulture);

    /// <summary>For Float32 and Float64; every value arrives as it is, NaN and infinities included.</summary>
    public void Add(string name, double value) => _values[name] = ParameterText.Of(value);

    /// <summary>For Decimal.</summary>
    public void Add(string name, decimal value) => _values[name] = value.ToString(CultureInfo.InvariantCulture);

    /// <summary>For Bool.</summary>
    public void Add(string name, bool value) => _values[name] = value ? "true" : "false";

    /// <summary>For UUID.</summary>
    public void Add(string name, Guid value) => _values[name] = value.ToString("D");

    /// <summary>For Date and Date32.</summary>
    public void Add(string name, DateOnly value) => _values[name] = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>For DateTime64 of any scale; sent as an instant, so that the type's time zone does not matter. DateTime takes whole seconds only.</summary>
    public void Add(string name, DateTimeOffset value) => _values[name] = ParameterText.Of(value);

    /// <summary>For DateTime64 of any scale, from nanoseconds since the Unix epoch.</summary>
    public void AddUnixNanoseconds(string name, long value) => _values[name] = ParameterText.OfUnixNanoseconds(value);

    /// <summary>For Array(String).</summary>
    public void Add(string name, IEnumerable<string> values) => _values[name] = "[" + string.Join(',', values.Select(ParameterText.Quote)) + "]";

    /// <summary>For Array of integers.</summary>
    public void Add(string name, IEnumerable<long> values) => _values[name] = "[" + string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
