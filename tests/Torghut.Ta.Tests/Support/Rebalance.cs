namespace Torghut.Ta.Tests.Support;

/// <summary>How a member loses its partitions.</summary>
internal enum Rebalance
{
    /// <summary>The group asks for them back and waits.</summary>
    Revoke,

    /// <summary>Others have them already.</summary>
    Lose,
}
