namespace Torghut.Ta.Engine;

/// <summary>What became of an input event.</summary>
internal enum EventOutcome
{
    Applied,

    /// <summary>Its window, or the window of the print it amends, was closed: kept out and counted.</summary>
    Late,

    /// <summary>The same event was applied before: kept out and counted.</summary>
    Duplicate,

    /// <summary>Its offset was applied before, which happens when a reader without transactions starts again.</summary>
    Redelivered,

    /// <summary>It cannot be true, see <see cref="Plausibility"/>; the caller sends the record to the dead-letter topic.</summary>
    Implausible,
}
