namespace Torghut.Ta.Runtime;

/// <summary>Why a record went to the dead-letter topic.</summary>
/// <param name="Reason">A stable word, a colon, then details.</param>
/// <param name="IsImplausible">Whether it could be read and cannot be true.</param>
internal readonly record struct Refusal(string Reason, bool IsImplausible)
{
    /// <summary>The stable word.</summary>
    public string Word => Reason.Split(':')[0];
}
