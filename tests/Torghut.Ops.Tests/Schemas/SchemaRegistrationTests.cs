using System.Text.Json;
using Torghut.Avro;
using Torghut.Common.Drills;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Audit;
using Torghut.Ops.Schemas;

namespace Torghut.Ops.Tests.Schemas;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SchemaRegistrationTests : IDisposable
{
    private const string Reason = "the day begins";
    private static readonly AvroSchema Schema = AvroSchema.Parse("\"int\"");

    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-schemas-").FullName;
    private readonly Subjects _subjects = new();
    private readonly List<string> _said = [];

    private string File => Path.Combine(_folder, "audit", "changes.jsonl");

    [Test]
    public async Task Plan_OfSubjects_SaysWhatEachIs()
    {
        Assert.That((await PlanAsync()).Lines.Select(line => line.ToText()), Is.EqualTo(new[]
        {
            "registered   there (id 4)", "missing      new", "incompatible other",
        }));
        Assert.That(_subjects.Registered, Is.Empty);
    }

    [TestCase("", Reason, true, "confirmation")]
    [TestCase("register_torghut_schemas", Reason, true, "confirmation")]
    [TestCase(SchemaRegistration.Confirmation, " ", true, "reason")]
    [TestCase(SchemaRegistration.Confirmation, "a line\nand another", true, "reason")]
    [TestCase(SchemaRegistration.Confirmation, Reason, true, "compatibility: other")]
    public async Task Gate_ThatDoesNotHold_IsNamed(string confirmation, string reason, bool audited, string gate) =>
        Assert.That($"{Registration(audited).Gate(await PlanAsync(), reason, confirmation)}", Does.StartWith(gate));

    [Test]
    public async Task Gate_NoAudit_IsNamed()
    {
        var plan = new SchemaPlan([.. (await PlanAsync()).Lines.Where(line => line.State != SchemaState.Incompatible)]);
        Assert.That(Registration(audited: false).Gate(plan, Reason, SchemaRegistration.Confirmation)?.Name, Is.EqualTo("audit"));
        Assert.That(Registration().Gate(plan, Reason, SchemaRegistration.Confirmation), Is.Null);
    }

    [Test]
    public async Task Apply_Plan_RegistersOnlyWhatIsMissingAndSaysHowToUndo()
    {
        await Registration().ApplyAsync(await PlanAsync(), Reason, CancellationToken.None);
        Assert.That(_subjects.Registered, Is.EqualTo(new[] { "new" }));
        Assert.That(_said, Has.Some.Contains("curl -sS -X DELETE \"$SCHEMA_REGISTRY_URL/subjects/new/versions/latest\""));
        var lines = Audit();
        Assert.That(lines.Select(line => line.GetProperty("phase").GetString()), Is.EqualTo(new[] { "intended", "done" }));
        Assert.That(lines.Select(line => line.GetProperty("change_id").GetString()).Distinct(), Has.One.Items);
        Assert.That(lines.Select(line => (line.GetProperty("actor").GetString(), line.GetProperty("reason").GetString())), Is.All.EqualTo(("someone", Reason)));
    }

    [TestCase(SchemaSourceError.Denied)]
    [TestCase(SchemaSourceError.InvalidSchema)]
    public async Task Apply_RegistryRefuses_HasFailedInTheAudit(SchemaSourceError error)
    {
        _subjects.Fault = error;
        var plan = await PlanAsync();
        Assert.That(() => Registration().ApplyAsync(plan, Reason, CancellationToken.None), Throws.InstanceOf<SchemaSourceException>());
        Assert.That(Phases(), Is.EqualTo(new[] { "intended", "failed" }));
        Assert.That(Trail().Unknown(SchemaRegistration.Action), Is.Empty);
    }

    /// <summary>A registration that was cut off is unknown until the next run, which asks the registry.</summary>
    [TestCase(true, "done", "new: was registered")]
    [TestCase(false, "failed", "new: was not registered")]
    public async Task Resolve_RegistrationWithoutAnAnswer_IsAsTheRegistryHasIt(bool arrived, string phase, string words)
    {
        _subjects.Fault = SchemaSourceError.Unavailable;
        _subjects.TakesItAllTheSame = arrived;
        var plan = await PlanAsync();
        Assert.That(() => Registration().ApplyAsync(plan, Reason, CancellationToken.None), Throws.InstanceOf<SchemaSourceException>());
        Assert.That(Trail().Unknown(SchemaRegistration.Action).Select(entry => entry.Detail), Is.EqualTo(new[] { "new" }));

        _subjects.Fault = null;
        await Registration().ResolveAsync(plan, CancellationToken.None);
        Assert.That(Phases(), Is.EqualTo(new[] { "intended", phase }));
        Assert.That(_said, Has.Some.Contains(words));
        Assert.That(Trail().Unknown(SchemaRegistration.Action), Is.Empty);

        await Registration().ApplyAsync(await PlanAsync(), Reason, CancellationToken.None);
        Assert.That(_subjects.Registered, Is.EqualTo(new[] { "new" }), "once");
        Assert.That(Trail().Unknown(SchemaRegistration.Action), Is.Empty);
    }

    [Test]
    public async Task Resolve_SubjectThatIsNotInTheContract_StaysOpen()
    {
        Trail().Write(AuditPhase.Intended, SchemaRegistration.Action, Reason, "former");
        await Registration().ResolveAsync(await PlanAsync(), CancellationToken.None);
        Assert.That(Trail().Unknown(SchemaRegistration.Action).Select(entry => entry.Detail), Is.EqualTo(new[] { "former" }));
    }

    [Test]
    public async Task Apply_AuditCannotBeWritten_RegistersNothing()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "audit"), "a file where the folder should be");
        var plan = await PlanAsync();
        Assert.That(() => Registration().ApplyAsync(plan, Reason, CancellationToken.None), Throws.InstanceOf<IOException>());
        Assert.That(_subjects.Registered, Is.Empty);
    }

    [TestCase("check", false, false)]
    [TestCase("register", true, false)]
    [TestCase("register --apply --reason r --confirm c", true, true)]
    public void Arguments_Right_AreRead(string words, bool register, bool apply)
    {
        var arguments = SchemaArguments.Parse(words.Split(' '))!;
        Assert.That((arguments.Register, arguments.Apply), Is.EqualTo((register, apply)));
    }

    [TestCase("check --apply")]
    [TestCase("register --reason")]
    [TestCase("register now")]
    [TestCase("delete")]
    public void Arguments_Wrong_AreRefused(string words) => Assert.That(SchemaArguments.Parse(words.Split(' ')), Is.Null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IEnumerable<string?> Phases() => Audit().Select(line => line.GetProperty("phase").GetString());

    private JsonElement[] Audit() => [.. System.IO.File.ReadLines(File).Select(line => JsonDocument.Parse(line).RootElement)];

    private Task<SchemaPlan> PlanAsync() => SchemaPlan.MakeAsync(_subjects, [("there", Schema), ("new", Schema), ("other", Schema)], CancellationToken.None);

    private SchemaRegistration Registration(bool audited = true) =>
        new(_subjects, Trail(audited), Failpoints.None, _said.Add);

    private AuditTrail Trail(bool audited = true) => new(new AuditOptions { File = audited ? File : "" }, "someone", TimeProvider.System);

    private sealed class Subjects : ISchemaSubjects
    {
        public List<string> Registered { get; } = [];

        public SchemaSourceError? Fault { get; set; }

        public bool TakesItAllTheSame { get; set; }

        public Task<int?> FindAsync(string subject, AvroSchema schema, CancellationToken cancellationToken) =>
            Task.FromResult<int?>(subject == "there" ? 4 : Registered.Contains(subject) ? 5 : null);

        public Task<bool> IsCompatibleAsync(string subject, AvroSchema schema, CancellationToken cancellationToken) => Task.FromResult(subject == "new");

        public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken)
        {
            if (Fault is null || TakesItAllTheSame)
            {
                Registered.Add(subject);
            }

            return Fault is { } fault ? throw new SchemaSourceException(fault, subject, "no") : Task.FromResult(5);
        }
    }
}
