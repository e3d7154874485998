using Torghut.Common.Drills;

namespace Torghut.Ta.Savepoints;

/// <summary>Opens the folder that TA_SAVEPOINT_DIR names.</summary>
internal static class SavepointStores
{
    /// <summary>Names of files and objects are those of savepoints with this behind.</summary>
    public const string Extension = ".savepoint";

    /// <exception cref="SavepointException">No folder is configured.</exception>
    public static ISavepointStore Open(SavepointOptions options, Failpoints failpoints, TimeProvider time) => options.Directory switch
    {
        null => throw new SavepointException("TA_SAVEPOINT_DIR is not set: it names the folder of savepoints, file:///path or s3://bucket/prefix."),
        _ when options.IsBucket => new S3SavepointStore(options, failpoints, time),
        var directory => new FileSavepointStore(directory.LocalPath, failpoints),
    };
}
