using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContactRelay.Sandbox.Json;

/// <summary>Writes JSON that people can read, whatever their script.</summary>
internal static class JsonText
{
    private const int InitialBytes = 512;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(InitialBytes);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
