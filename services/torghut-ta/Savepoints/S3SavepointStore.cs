using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Torghut.Common.Drills;
using Torghut.Ta.Drills;

namespace Torghut.Ta.Savepoints;

/// <summary>Savepoints in an S3 bucket. One signed request writes one: S3 shows an object whole or not at all.</summary>
internal sealed class S3SavepointStore : ISavepointStore
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);
    private const int Retries = 3;

    private readonly AmazonS3Client _client;
    private readonly Failpoints _failpoints;
    private readonly string _bucket;
    private readonly string _prefix;

    public S3SavepointStore(SavepointOptions options, Failpoints failpoints)
    {
        _failpoints = failpoints;
        _bucket = options.Directory!.Host;
        var folder = options.Directory.AbsolutePath.Trim('/');
        _prefix = folder.Length == 0 ? "" : folder + "/";
        Location = $"s3://{_bucket}/{_prefix}";
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.PathStyle,
            Timeout = RequestTimeout,
            MaxErrorRetry = Retries,
            // Services other than Amazon's do not know the newer checksums; the signature covers the body's SHA-256 in any case.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint) config.ServiceURL = endpoint.ToString();
        else config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        _client = options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config)
            : new AmazonS3Client(config);
    }

    public string Location { get; }

    public async Task WriteAsync(string name, byte[] bytes, CancellationToken ct)
    {
        if ((await ListAsync(ct)).Contains(name, StringComparer.Ordinal)) throw new SavepointException($"{Location}{name} is there already.");
        using var body = new MemoryStream(bytes, writable: false);
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = KeyOf(name),
            InputStream = body,
            UseChunkEncoding = false,
            AutoCloseStream = false,
            // Where the service knows the condition, two that write at once cannot replace each other's.
            IfNoneMatch = "*",
        };
        _failpoints.Hit(FailpointNames.SavepointBeforeRename);
        await TryAsync("written", name, () => _client.PutObjectAsync(request, ct));
    }

    public Task<byte[]> ReadAsync(string name, CancellationToken ct) => TryAsync("read", name, async () =>
    {
        using var answer = await _client.GetObjectAsync(_bucket, KeyOf(name), ct);
        using var bytes = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    });

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken ct) => TryAsync<IReadOnlyList<string>>("listed", "", async () =>
    {
        var names = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix, Delimiter = "/" };
        ListObjectsV2Response answer;
        do
        {
            answer = await _client.ListObjectsV2Async(request, ct);
            names.AddRange((answer.S3Objects ?? []).Select(found => found.Key[_prefix.Length..]).Where(IsSavepoint).Select(Path.GetFileNameWithoutExtension)!);
            request.ContinuationToken = answer.NextContinuationToken;
        }
        while (answer.IsTruncated == true);
        names.Sort(StringComparer.Ordinal);
        return names;
    });

    public void Dispose() => _client.Dispose();

    private static bool IsSavepoint(string name) => name.EndsWith(SavepointStores.Extension, StringComparison.Ordinal);

    private string KeyOf(string name) => _prefix + name + SavepointStores.Extension;

    private async Task<T> TryAsync<T>(string what, string name, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            throw new SavepointException($"{Location}{name} could not be {what}: it is not there.", exception);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            throw new SavepointException($"{Location}{name} could not be {what}: {exception.Message}", exception);
        }
    }
}
