using Torghut.Common.Configuration;

namespace Torghut.Ta.Savepoints;

/// <summary>Where savepoints are kept.</summary>
internal sealed class SavepointOptions : IValidatableOptions
{
    /// <summary>As S3's own tools call a bucket.</summary>
    public const string BucketScheme = "s3";

    /// <summary>As Hadoop's and Flink's do: the same bucket by another client.</summary>
    private const string FlinkBucketScheme = "s3a";

    [ConfigurationKey("TA_SAVEPOINT_DIR",
        "Folder of savepoints: file:///path or s3://bucket/prefix (s3a:// is the same). Needed by the savepoint command alone.", Schemes = "file,s3,s3a")]
    public Uri? Directory { get; set; }

    [ConfigurationKey("TA_SAVEPOINT_S3_ENDPOINT", "S3 service other than Amazon's, for example MinIO's or Ceph's; empty for Amazon's.",
        Formerly = "TA_S3_ENDPOINT", Schemes = "http,https")]
    public Uri? Endpoint { get; set; }

    [ConfigurationKey("TA_SAVEPOINT_S3_REGION", "Region that requests are signed for.", Formerly = "TA_S3_REGION")]
    public string Region { get; set; } = "us-east-1";

    [ConfigurationKey("TA_SAVEPOINT_S3_PATH_STYLE", "Whether the bucket stands in the path, as MinIO and Ceph expect, rather than in the host name.",
        Formerly = "TA_S3_PATH_STYLE")]
    public bool PathStyle { get; set; } = true;

    [ConfigurationKey("TA_SAVEPOINT_S3_ACCESS_KEY", "S3 access key; empty for the credentials that the AWS SDK finds itself.", Formerly = "TA_S3_ACCESS_KEY")]
    public string AccessKey { get; set; } = "";

    [ConfigurationKey("TA_SAVEPOINT_S3_SECRET_KEY", "S3 secret key.", Formerly = "TA_S3_SECRET_KEY", Secret = true)]
    public string SecretKey { get; set; } = "";

    /// <summary>Whether the folder lies in a bucket.</summary>
    public bool IsBucket => Directory is { Scheme: BucketScheme or FlinkBucketScheme };

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (IsBucket && Directory!.Host.Length == 0)
        {
            yield return new("TA_SAVEPOINT_DIR", "s3://bucket/prefix", $"'{Directory}'");
        }

        if (AccessKey.Length > 0 && SecretKey.Length == 0)
        {
            yield return new("TA_SAVEPOINT_S3_SECRET_KEY", "a key, because TA_SAVEPOINT_S3_ACCESS_KEY is set", null);
        }
    }
}
