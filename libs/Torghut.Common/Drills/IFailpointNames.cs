using System.Collections.ObjectModel;

namespace Torghut.Common.Drills;

/// <summary>The crash points of one service.</summary>
public interface IFailpointNames
{
    /// <summary>Every name, in the order in which the work passes the points; small letters and underscores.</summary>
    static abstract IReadOnlyList<string> All { get; }

    /// <summary>The name in use by the one that a version before had for it; still understood in <c>FAILPOINTS</c>.</summary>
    static virtual IReadOnlyDictionary<string, string> Former => ReadOnlyDictionary<string, string>.Empty;
}
