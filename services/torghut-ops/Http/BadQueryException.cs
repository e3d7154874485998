namespace Torghut.Ops.Http;

/// <summary>A query that is not answered. The message never repeats the value, which may come from anyone.</summary>
/// <param name="parameter">Which parameter it is about.</param>
/// <param name="expected">What it should be.</param>
internal sealed class BadQueryException(string parameter, string expected) : Exception($"'{parameter}': {expected}")
{
    public string Parameter { get; } = parameter;
}
