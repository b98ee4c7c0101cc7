using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContactRelay.Contacts;

/// <summary>JSON as the project writes it everywhere: UTF-8, with nothing escaped that JSON does not demand.</summary>
public static class JsonText
{
    /// <summary>
    /// The writer's options. The relaxed encoder is safe here, since no answer is ever embedded in HTML, and it keeps
    /// non-Latin text readable for people and short for providers.
    /// </summary>
    public static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const int MaxKeptBytes = 64 * 1024;

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (char)control), '"', '\\']);

    // Each thread's own, since each update is written several times on its way.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The bytes of what <paramref name="write"/> writes.</summary>
    /// <param name="write">Writes it.</param>
    /// <param name="pad">How long it is to be with white space after it, of its own length; without it nothing comes after it.</param>
    public static byte[] Write(Action<Utf8JsonWriter> write, Func<int, int>? pad = null) => With(write, buffer =>
    {
        var bytes = GC.AllocateUninitializedArray<byte>(pad?.Invoke(buffer.WrittenCount) ?? buffer.WrittenCount);
        buffer.WrittenSpan.CopyTo(bytes);
        bytes.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        return bytes;
    });

    /// <summary>How many bytes <paramref name="write"/> writes.</summary>
    public static int Measure(Action<Utf8JsonWriter> write) => With(write, static buffer => buffer.WrittenCount);

    private static T With<T>(Action<Utf8JsonWriter> write, Func<ArrayBufferWriter<byte>, T> take)
    {
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(512);
        var writer = _writer ?? new Utf8JsonWriter(buffer, Compact);

        // What it writes may itself call this.
        (_buffer, _writer) = (null, null);
        write(writer);
        writer.Flush();
        var taken = take(buffer);
        if (buffer.Capacity <= MaxKeptBytes)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            (_buffer, _writer) = (buffer, writer);
        }

        return taken;
    }

    /// <summary>A text as a JSON string (RFC 8259, section 7), outside ASCII unescaped.</summary>
    public static string Quote(string text)
    {
        if (!text.AsSpan().ContainsAny(Escaped))
        {
            return $"\"{text}\"";
        }

        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append("\\u").Append(((int)c).ToString("x4", null)),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The text of a JSON string that <see cref="Quote"/> made.</summary>
    internal static string Unquote(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>The bytes of the reader's token as they stand.</summary>
    internal static string Raw(in Utf8JsonReader reader) =>
        Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
}
