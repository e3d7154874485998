namespace Torghut.Ops.Cluster;

/// <summary>How long a watch waits.</summary>
internal sealed record WatchTiming
{
    /// <summary>Least wait before the server is asked again, however its last answer ended.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Ceiling of the further wait after a first failure; each one more doubles it.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait that a server may ask for.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The server marks its place about once a minute; a longer silence is a connection that is dead.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long the server keeps a watch open. Then everything is listed again.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);
}
