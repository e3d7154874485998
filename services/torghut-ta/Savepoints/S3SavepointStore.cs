using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Torghut.Common.Drills;
using Torghut.Common.Resilience;
using Torghut.Ta.Drills;

namespace Torghut.Ta.Savepoints;

/// <summary>
/// Savepoints in an S3 bucket. One signed request writes one: S3 shows an object whole or not at all. The SDK's own retries are off: they end at an answer's
/// head, while an object may be cut off in its body; and they cannot tell a name that is taken from one that a lost attempt of this very write took.
/// </summary>
internal sealed class S3SavepointStore : ISavepointStore
{
    private readonly RepeatableCall _call;
    private readonly AmazonS3Client _client;
    private readonly Failpoints _failpoints;
    private readonly string _bucket;
    private readonly string _prefix;

    public S3SavepointStore(SavepointOptions options, Failpoints failpoints, TimeProvider time)
    {
        _call = new RepeatableCall(
            new RepeatableCallOptions
            {
                Name = "S3",
                IsTransient = IsTransient,
                MaxDelay = TimeSpan.FromSeconds(20),
                Attempts = 4,
                AttemptTimeout = TimeSpan.FromSeconds(100),
                TotalTimeout = TimeSpan.FromMinutes(5),
            },
            time,
            NullLogger.Instance);
        _failpoints = failpoints;
        _bucket = options.Directory!.Host;
        var folder = options.Directory.AbsolutePath.Trim('/');
        _prefix = folder.Length == 0 ? "" : folder + "/";
        Location = $"{SavepointOptions.BucketScheme}://{_bucket}/{_prefix}";
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.PathStyle,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxErrorRetry = 0,
            // Services other than Amazon's do not know the newer checksums; the signature covers the body's SHA-256 in any case.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        _client = options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config)
            : new AmazonS3Client(config);
    }

    public string Location { get; }

    public async Task WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        if ((await ListAsync(cancellationToken)).Contains(name, StringComparer.Ordinal))
        {
            throw new SavepointException($"{Location}{name} is there already.");
        }

        _failpoints.Hit(FailpointNames.SavepointBeforeRename);
        await TryAsync("written", name, token => PutAsync(name, bytes, token), cancellationToken);
    }

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) =>
        TryAsync("read", name, token => GetAsync(name, token), cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => TryAsync("listed", "", GetNamesAsync, cancellationToken);

    public void Dispose() => _client.Dispose();

    private static bool IsSavepoint(string name) => name.EndsWith(SavepointStores.Extension, StringComparison.Ordinal);

    private static bool IsTransient(Exception failure) => failure switch
    {
        // S3 answers a body that came too slowly with 400.
        AmazonServiceException { ErrorCode: "RequestTimeout" } => true,
        AmazonServiceException { StatusCode: > 0 } answered => HttpFailures.IsTransient(answered.StatusCode),
        AmazonServiceException or AmazonClientException { InnerException: HttpRequestException or IOException } => true,
        _ => HttpFailures.IsTransient(failure),
    };

    private string KeyOf(string name) => _prefix + name + SavepointStores.Extension;

    private async Task<IReadOnlyList<string>> GetNamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix, Delimiter = "/" };
        ListObjectsV2Response response;
        do
        {
            response = await _client.ListObjectsV2Async(request, cancellationToken);
            names.AddRange(
                (response.S3Objects ?? []).Select(found => found.Key[_prefix.Length..]).Where(IsSavepoint).Select(Path.GetFileNameWithoutExtension)!);
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private async Task<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await _client.GetObjectAsync(_bucket, KeyOf(name), cancellationToken);
        using var bytes = new MemoryStream();
        await response.ResponseStream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private async Task<bool> PutAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
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
        try
        {
            await _client.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception taken) when (taken.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // An attempt of ours whose answer was lost may have written it, and HttpClient sends a request again when its connection was closed without one.
            if (!(await GetAsync(name, cancellationToken)).AsSpan().SequenceEqual(bytes))
            {
                throw;
            }
        }

        return true;
    }

    private async Task<T> TryAsync<T>(string what, string name, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await _call.RunAsync(action, onFailure: null, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            throw new SavepointException($"{Location}{name} could not be {what}: it is not there.", exception);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
            or ExecutionRejectedException)
        {
            throw new SavepointException($"{Location}{name} could not be {what}: {exception.Message}", exception);
        }
    }
}
