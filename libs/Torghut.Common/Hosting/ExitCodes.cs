namespace Torghut.Common.Hosting;

/// <summary>Exit codes of every Torghut program; the larger ones are those of BSD's <c>sysexits.h</c>.</summary>
public static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 64;

    /// <summary>What was looked at is not as it should be.</summary>
    public const int Data = 65;

    /// <summary>The process failed while running.</summary>
    public const int Software = 70;

    /// <summary>A call of a client library did not return, or a loop stood still; started again, the process goes on from what is committed.</summary>
    public const int Stuck = 75;

    /// <summary>The configuration was wrong; nothing was started.</summary>
    public const int Configuration = 78;
}
