namespace Torghut.Avro;

/// <summary>The specification's promotions between primitive types.</summary>
internal sealed class PromotionStep(AvroType from, AvroType to) : ResolutionStep
{
    public static bool IsAllowed(AvroType from, AvroType to) => (from, to) switch
    {
        (AvroType.Int, AvroType.Long or AvroType.Float or AvroType.Double) => true,
        (AvroType.Long, AvroType.Float or AvroType.Double) => true,
        (AvroType.Float, AvroType.Double) => true,
        (AvroType.String, AvroType.Bytes) or (AvroType.Bytes, AvroType.String) => true,
        _ => false,
    };

    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        switch (from, to)
        {
            case (AvroType.Int, AvroType.Long):
                writer.WriteLong(reader.ReadInt());
                break;
            case (AvroType.Int, AvroType.Float):
                writer.WriteFloat(reader.ReadInt());
                break;
            case (AvroType.Int, AvroType.Double):
                writer.WriteDouble(reader.ReadInt());
                break;
            case (AvroType.Long, AvroType.Float):
                writer.WriteFloat(reader.ReadLong());
                break;
            case (AvroType.Long, AvroType.Double):
                writer.WriteDouble(reader.ReadLong());
                break;
            case (AvroType.Float, AvroType.Double):
                writer.WriteDouble(reader.ReadFloat());
                break;
            case (AvroType.String, AvroType.Bytes):
                writer.WriteBytes(reader.ReadBytes());
                break;
            default:
                writer.WriteBytes(reader.ReadUtf8());
                break;
        }
    }
}
