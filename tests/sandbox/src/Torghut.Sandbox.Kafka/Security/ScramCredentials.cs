using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Security;

/// <summary>One change of a user's credential; without a value, its removal.</summary>
internal sealed record ScramChange(string User, ScramMechanism Mechanism, ScramCredential? Value);

/// <summary>
/// The users' SCRAM credentials, kept in the coordinator's journal. Users of <see cref="KafkaBrokerOptions.Users"/> who have none get theirs
/// at every start, in both mechanisms.
/// </summary>
internal sealed class ScramCredentials
{
    /// <summary>Persisted: the prefix of the journal's keys, before the mechanism's number and the user's name.</summary>
    private const string KeyPrefix = "scram/";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string User, ScramMechanism Mechanism), ScramCredential> _credentials = [];
    private readonly CoordinatorJournal _journal;

    public ScramCredentials(CoordinatorJournal journal, IReadOnlyList<KafkaUser> users)
    {
        _journal = journal;
        Load();
        foreach (var user in users)
        {
            foreach (var mechanism in ScramMechanismTraits.All)
            {
                _credentials.TryAdd((user.Name, mechanism), ScramCredential.FromPassword(mechanism, user.Password));
            }
        }
    }

    public IReadOnlyList<string> Users
    {
        get
        {
            lock (_gate)
            {
                return [.. _credentials.Keys.Select(k => k.User).Distinct().Order(StringComparer.Ordinal)];
            }
        }
    }

    public ScramCredential? Find(string user, ScramMechanism mechanism)
    {
        lock (_gate)
        {
            return _credentials.GetValueOrDefault((user, mechanism));
        }
    }

    /// <summary>Makes all changes or none.</summary>
    /// <exception cref="IOException">The disk refused; nothing has changed.</exception>
    public void Apply(IReadOnlyList<ScramChange> changes)
    {
        var batch = new JournalBatch();
        foreach (var (user, mechanism, value) in changes)
        {
            var key = $"{KeyPrefix}{(sbyte)mechanism}/{user}";
            if (value is null)
            {
                batch.Delete(key);
                continue;
            }

            batch.Put(key, writer =>
            {
                writer.String(user);
                writer.Int8((sbyte)mechanism);
                value.Write(writer);
            });
        }

        lock (_gate)
        {
            _journal.Append(batch);
            foreach (var (user, mechanism, value) in changes)
            {
                if (value is null)
                {
                    _credentials.Remove((user, mechanism));
                }
                else
                {
                    _credentials[(user, mechanism)] = value;
                }
            }
        }
    }

    private void Load()
    {
        var reader = new WireReader();
        foreach (var value in _journal.Values(KeyPrefix))
        {
            reader.Reset(value, 0, value.Length);
            _credentials[(reader.String(), (ScramMechanism)reader.Int8())] = ScramCredential.Read(reader);
        }
    }
}
