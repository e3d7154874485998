using System.Collections.Concurrent;

namespace Torghut.Avro.Registry;

/// <summary><see cref="ISchemaRegistryClient"/> over HTTP. The <see cref="HttpClient"/> is the caller's and is not disposed.</summary>
public sealed class SchemaRegistryClient : ISchemaRegistryClient
{
    private readonly RegistryHttp _http;
    private readonly int _maxCached;
    private readonly ConcurrentDictionary<int, AvroSchema> _schemas = [];
    private readonly ConcurrentDictionary<(string Subject, string Schema), int> _ids = [];

    public SchemaRegistryClient(HttpClient http, SchemaRegistryConfig config)
    {
        _http = new RegistryHttp(http, config);
        _maxCached = config.MaxCachedSchemas;
    }

    public async Task<AvroSchema> GetSchemaAsync(int id, CancellationToken ct = default)
    {
        if (_schemas.TryGetValue(id, out var known))
            return known;
        var answer = await _http.SendAsync<SchemaAnswer>(HttpMethod.Get, $"schemas/ids/{id}", null, ct);
        return Remember(_schemas, id, Parse(answer.Schema, $"id {id}"));
    }

    public async Task<int> RegisterSchemaAsync(string subject, AvroSchema schema, CancellationToken ct = default)
    {
        if (_ids.TryGetValue((subject, schema.Json), out var known))
            return known;
        var answer = await _http.SendAsync<IdAnswer>(HttpMethod.Post, $"{Path(subject)}/versions", new SchemaRequest(schema.Json), ct);
        return Remember(_ids, (subject, schema.Json), answer.Id);
    }

    public async Task<int> GetSchemaIdAsync(string subject, AvroSchema schema, CancellationToken ct = default)
    {
        if (_ids.TryGetValue((subject, schema.Json), out var known))
            return known;
        var answer = await _http.SendAsync<VersionAnswer>(HttpMethod.Post, Path(subject), new SchemaRequest(schema.Json), ct);
        return Remember(_ids, (subject, schema.Json), answer.Id);
    }

    public Task<RegisteredSchema> GetLatestSchemaAsync(string subject, CancellationToken ct = default) => GetVersionAsync(subject, "latest", ct);

    public Task<RegisteredSchema> GetRegisteredSchemaAsync(string subject, int version, CancellationToken ct = default) =>
        GetVersionAsync(subject, version.ToString(System.Globalization.CultureInfo.InvariantCulture), ct);

    public async Task<IReadOnlyList<int>> GetSubjectVersionsAsync(string subject, CancellationToken ct = default) =>
        await _http.SendAsync<int[]>(HttpMethod.Get, $"{Path(subject)}/versions", null, ct);

    public async Task<IReadOnlyList<string>> GetAllSubjectsAsync(CancellationToken ct = default) =>
        await _http.SendAsync<string[]>(HttpMethod.Get, "subjects", null, ct);

    public async Task<SchemaCompatibilityResult> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken ct = default)
    {
        try
        {
            var path = $"compatibility/{Path(subject)}/versions/latest?verbose=true";
            var answer = await _http.SendAsync<CompatibilityAnswer>(HttpMethod.Post, path, new SchemaRequest(schema.Json), ct);
            return new SchemaCompatibilityResult(answer.IsCompatible, answer.Messages ?? []);
        }
        catch (SchemaRegistryException e) when (e.ErrorCode is RegistryErrorCodes.SubjectNotFound or RegistryErrorCodes.VersionNotFound)
        {
            return new SchemaCompatibilityResult(true, []);
        }
    }

    public async Task<AvroCompatibilityLevel> GetCompatibilityAsync(string? subject = null, CancellationToken ct = default)
    {
        var path = subject is null ? "config" : $"config/{Uri.EscapeDataString(subject)}?defaultToGlobal=true";
        var answer = await _http.SendAsync<LevelAnswer>(HttpMethod.Get, path, null, ct);
        return AvroCompatibility.TryParseLevel(answer.Level, out var level)
            ? level
            : throw new SchemaRegistryException($"the registry's compatibility level '{answer.Level}' is not known", null, null);
    }

    public Task UpdateCompatibilityAsync(AvroCompatibilityLevel level, string? subject = null, CancellationToken ct = default) =>
        _http.SendAsync<LevelRequest>(
            HttpMethod.Put, subject is null ? "config" : $"config/{Uri.EscapeDataString(subject)}", new LevelRequest(AvroCompatibility.ToText(level)), ct);

    private async Task<RegisteredSchema> GetVersionAsync(string subject, string version, CancellationToken ct)
    {
        var answer = await _http.SendAsync<VersionAnswer>(HttpMethod.Get, $"{Path(subject)}/versions/{version}", null, ct);
        return new RegisteredSchema(answer.Subject, answer.Version, answer.Id, Parse(answer.Schema ?? "", $"{subject} version {version}"));
    }

    private TValue Remember<TKey, TValue>(ConcurrentDictionary<TKey, TValue> cache, TKey key, TValue value)
        where TKey : notnull
    {
        if (cache.Count >= _maxCached)
            cache.Clear();
        return cache.GetOrAdd(key, value);
    }

    private static AvroSchema Parse(string json, string what)
    {
        try
        {
            return AvroSchema.Parse(json);
        }
        catch (AvroSchemaException e)
        {
            // Not transient: the registry holds something that is no Avro schema, and will go on holding it.
            throw new SchemaRegistryException($"the registry's schema of {what} is not Avro: {e.Message}", System.Net.HttpStatusCode.UnprocessableEntity, null, e);
        }
    }

    private static string Path(string subject) => $"subjects/{Uri.EscapeDataString(subject)}";
}
