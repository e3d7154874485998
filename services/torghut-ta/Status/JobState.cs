namespace Torghut.Ta.Status;

/// <summary>Whether the job works.</summary>
internal enum JobState
{
    Running,

    /// <summary>The process is up and healthy, and consumes and writes nothing.</summary>
    Suspended,
}
