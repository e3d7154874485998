using FsCheck;
using FsCheck.Fluent;
using Torghut.Testing;

namespace Torghut.Avro.Tests.Binary;

/// <summary>Schema-driven reading against whatever Apache.Avro writes, and against whatever anybody else does.</summary>
public sealed class AvroReaderSkipTests
{
    [Test]
    public void Slice_AnyDatumOfApaches_TakesAllOfIt()
    {
        Prop.ForAll<int>(seed =>
        {
            var random = new RandomAvro(seed);
            var schema = random.Schema();
            var bytes = ApacheAvro.Write(schema, random.Value(schema));
            var reader = new AvroReader([.. bytes, 1]);
            return reader.Slice(schema).SequenceEqual(bytes) && reader.Remaining == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Test]
    public void Slice_AnyBytes_GivesADatumOrAnAvroException()
    {
        Prop.ForAll<int, byte[]>((seed, bytes) =>
        {
            try
            {
                var reader = new AvroReader(bytes);
                reader.Slice(new RandomAvro(seed).Schema());
            }
            catch (AvroException)
            {
                return true;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void RequireEnd_BytesAfterTheDatum_Throws()
    {
        Assert.That(
            () =>
            {
                var reader = new AvroReader([2, 2]);
                reader.Skip(AvroSchema.Parse("\"int\""));
                reader.RequireEnd();
            },
            Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.TrailingData));
    }

    /// <summary>The specification allows it; Apache.Avro does not, so the property above cannot make one.</summary>
    [Test]
    public void Slice_FixedWithoutBytes_TakesNone()
    {
        var reader = new AvroReader([1]);
        Assert.That(reader.Slice(AvroSchema.Parse("""{"type":"fixed","name":"F","size":0}""")).Length, Is.Zero);
    }
}
