namespace Torghut.Common.Configuration;

/// <summary>One key that keeps a service from starting.</summary>
/// <param name="Key">Environment key.</param>
/// <param name="Expected">What would be accepted.</param>
/// <param name="Got">What was found; null when absent, never a secret.</param>
public sealed record ConfigurationProblem(string Key, string Expected, string? Got)
{
    public override string ToString() => Got is null ? $"{Key}: expected {Expected}, but it is not set" : $"{Key}: expected {Expected}, got {Got}";
}
