using System.Text;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>The update that every run sends: three fields, and its number in one of them, which comes out again at the provider.</summary>
internal static class UpdateBody
{
    /// <summary>What the number follows.</summary>
    public static ReadOnlySpan<byte> Mark => "Ada-"u8;

    public static byte[] Of(int number) =>
        Encoding.UTF8.GetBytes($$"""{"firstName":"Ada-{{number}}","lastName":"Lovelace","subscription":"unsubscribed"}""");
}
