namespace Torghut.Ops.Tests.Cluster;

/// <summary>What a server does to a watch.</summary>
internal enum Disturbance
{
    EndOfStream,
    GoneAtConnect,
    GoneInStream,
    TokenRotated,
    TooManyRequests,
    ServerError,
    BookmarksOnly,
    HalfDocument,
    Silence,
}
