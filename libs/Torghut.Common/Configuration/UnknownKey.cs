namespace Torghut.Common.Configuration;

/// <summary>A key of the environment that nothing reads, and the key that was probably meant.</summary>
public sealed record UnknownKey(string Name, string Nearest);
