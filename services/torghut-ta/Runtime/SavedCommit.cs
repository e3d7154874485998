using Torghut.Ta.Engine;

namespace Torghut.Ta.Runtime;

/// <summary>What closes a commit in the changelog.</summary>
/// <param name="Clocks">Null from a build that kept them with the symbols alone.</param>
internal readonly record struct SavedCommit(CommittedOffsets Offsets, SavedClocks? Clocks);
