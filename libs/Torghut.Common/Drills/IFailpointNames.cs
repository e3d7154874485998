namespace Torghut.Common.Drills;

/// <summary>The crash points of one service.</summary>
public interface IFailpointNames
{
    /// <summary>Every name, in the order in which the work passes the points; small letters and underscores.</summary>
    static abstract IReadOnlyList<string> All { get; }
}
