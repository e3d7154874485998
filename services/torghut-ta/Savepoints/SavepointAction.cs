namespace Torghut.Ta.Savepoints;

/// <summary>What <c>torghut-ta savepoint</c> is to do.</summary>
internal enum SavepointAction
{
    Create,
    List,
    Restore,
}
