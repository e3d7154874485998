namespace Torghut.Trading.Execution;

/// <summary>Kinds of order the policy produces.</summary>
internal enum OrderKind
{
    Market,
    Limit,
}
