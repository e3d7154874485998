using Confluent.SchemaRegistry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Torghut.Avro;
using Torghut.Common.Resilience;
using Torghut.Contracts.Decoding;

namespace Torghut.Common.Schemas;

/// <summary>
/// <see cref="ISchemaSource"/> over Confluent's client, which caches what it was told. The client has no cancellation and lets its transport's exceptions
/// out; this gives the one and translates the others, retries what may succeed later, and opens a circuit when nothing does. Schemas are parsed by
/// our bounded parser. The client reads a response whole before anybody can measure it, so the response itself is bounded by time alone.
/// </summary>
public sealed class SchemaRegistrySource : ISchemaSource, IDisposable
{
    private readonly CachedSchemaRegistryClient _client;
    private readonly RepeatableCall _call;
    private readonly SchemaRegistrySettings _settings;

    /// <param name="logger">Told when the circuit opens and closes; null for nobody.</param>
    public SchemaRegistrySource(SchemaRegistrySettings settings, TimeProvider time, ILogger<SchemaRegistrySource>? logger = null)
    {
        _settings = settings;
        _call = SchemaRegistryCalls.WithinTotalTime(settings, time, logger ?? NullLogger<SchemaRegistrySource>.Instance);
        var config = new SchemaRegistryConfig
        {
            Url = settings.Url.AbsoluteUri,
            RequestTimeoutMs = (int)settings.RequestTimeout.TotalMilliseconds,

            // One attempt without a pause after it: with 0 the client fails before it asks.
            MaxRetries = 1,
            RetriesWaitMs = 1,
            RetriesMaxWaitMs = 1,
        };
        if (settings.BasicAuthUserInfo is { } user)
        {
            config.BasicAuthUserInfo = user;
        }

        // A proxy without an address is how HttpClientHandler is told to go straight.
        _client = new CachedSchemaRegistryClient(config, null, settings.UseProxy ? null : new System.Net.WebProxy());
    }

    public async Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default)
    {
        var datum = $"schema {id}";
        var (type, text) = await CallAsync(datum, () => DownloadAsync(id), schema => schema.Text is not null, cancellationToken);
        return type == SchemaType.Avro ? Parse(datum, text!) : throw Invalid(datum, $"is {type}, not Avro");
    }

    public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) =>
        CallAsync($"subject {subject}", () => _client.GetSchemaIdAsync(subject, Confluent(schema)), id => id > 0, cancellationToken);

    public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) =>
        CallAsync($"subject {subject}", () => _client.RegisterSchemaAsync(subject, Confluent(schema)), id => id > 0, cancellationToken);

    /// <summary>Whether the schema may follow the subject's versions, by the subject's own rule.</summary>
    public Task<bool> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) =>
        CallAsync($"subject {subject}", () => _client.IsCompatibleAsync(subject, Confluent(schema)), static _ => true, cancellationToken);

    public void Dispose() => _client.Dispose();

    /// <summary>A type that the client does not know is an exception of the type's getter.</summary>
    private async Task<(SchemaType Type, string? Text)> DownloadAsync(int id)
    {
        var schema = await _client.GetSchemaAsync(id);
        try
        {
            return (schema.SchemaType, schema.SchemaString);
        }
        catch
        {
            ClearCachedResponses();
            throw;
        }
    }

    private static Schema Confluent(AvroSchema schema) => new(schema.Json, SchemaType.Avro);

    private async Task<T> CallAsync<T>(string datum, Func<Task<T>> call, Func<T, bool> isComplete, CancellationToken cancellationToken)
    {
        try
        {
            return await _call.RunAsync(token => AttemptAsync(datum, call, isComplete, token), onFailure: null, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutRejectedException or BrokenCircuitException)
        {
            throw new SchemaSourceException(SchemaSourceError.Unavailable, datum, $"no response from {_settings.Url}: {exception.Message}", exception);
        }
    }

    private async Task<T> AttemptAsync<T>(string datum, Func<Task<T>> call, Func<T, bool> isComplete, CancellationToken cancellationToken)
    {
        // The client works on its caller's thread up to its first wait.
        var pending = Task.Run(call, cancellationToken);
        try
        {
            var response = await pending.WaitAsync(cancellationToken);
            if (isComplete(response))
            {
                return response;
            }

            ClearCachedResponses();
            throw new SchemaSourceException(SchemaSourceError.Unavailable, datum, $"the response of {_settings.Url} is not a registry's: a field is missing");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for the call any more; its failure would come up as an unobserved one.
            _ = pending.ContinueWith(
                abandoned => abandoned.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
        catch (Exception exception) when (exception is not SchemaSourceException)
        {
            throw SchemaRegistryFailure.Translate(exception, datum, _settings.Url);
        }
    }

    /// <summary>The client keeps whatever parses as JSON, for good: an answer of something else than a registry would outlive that something.</summary>
    private void ClearCachedResponses() => _client.ClearCaches();

    private AvroSchema Parse(string datum, string text)
    {
        if (text.Length > _settings.MaxSchemaLength)
        {
            throw Invalid(datum, $"has {text.Length} characters, {_settings.MaxSchemaLength} are accepted");
        }

        try
        {
            return AvroSchema.Parse(text);
        }
        catch (AvroSchemaException exception)
        {
            throw Invalid(datum, $"is not Avro: {exception.Message}", exception);
        }
    }

    private SchemaSourceException Invalid(string datum, string what, Exception? inner = null)
    {
        ClearCachedResponses();
        return new SchemaSourceException(SchemaSourceError.InvalidSchema, datum, $"the registry's schema {what}", inner);
    }
}
