namespace Torghut.Trading.Safety;

/// <summary>What holds of the latches whenever nobody is changing them.</summary>
internal static class LatchInvariants
{
    /// <summary>The first of them that does not hold; null when all do.</summary>
    /// <param name="emergencyStop">Whether the emergency stop is engaged.</param>
    /// <param name="stopUnsaved">Whether Postgres does not know of it yet.</param>
    /// <param name="reducing">Latches engaged under which only exits leave.</param>
    /// <param name="unsaved">Those of them that Postgres does not know of yet.</param>
    public static string? Broken(bool emergencyStop, bool stopUnsaved, IReadOnlyCollection<string> reducing, IReadOnlyCollection<string> unsaved)
    {
        if (stopUnsaved && !emergencyStop)
        {
            return "a stop that is still to be stored is not in force";
        }

        if (unsaved.Except(reducing).Any())
        {
            return "a latch that is still to be stored is not in force";
        }

        if (reducing.Except(Latch.Reducing).Any())
        {
            return "a latch is engaged that nobody knows";
        }

        return reducing.Distinct().Count() == reducing.Count ? null : "a latch is engaged twice";
    }
}
