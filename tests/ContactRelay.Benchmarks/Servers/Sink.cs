using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>
/// A provider that takes everything, unless it is told to refuse it. It finds the number of the update in the body and notes when it came, by the
/// system's monotonic clock, which all processes of a machine share.
/// </summary>
internal static class Sink
{
    /// <summary>How many updates it can note.</summary>
    public const int Capacity = 4_000_000;

    private static readonly byte[] Answer = """{"success":true,"crm_id":1}"""u8.ToArray();

    public static async Task<int> RunAsync(string url, CancellationToken cancellationToken)
    {
        var arrivals = new long[Capacity];
        var calls = 0L;
        var delay = 0;
        var status = StatusCodes.Status200OK;
        var app = BareServer.Create(url);
        app.MapGet("/arrivals", (int first, int count) => Results.Bytes(MemoryMarshal.AsBytes(arrivals.AsSpan(first, count)).ToArray()));
        app.MapGet("/missing", (int first, int count) => arrivals.AsSpan(first, count).Count(0L));
        app.MapGet("/calls", () => Interlocked.Read(ref calls));
        app.MapPut("/delay", (int milliseconds) => { delay = milliseconds; });
        app.MapPut("/status", (int code) => { status = code; });
        app.MapFallback(async context =>
        {
            var read = await context.Request.BodyReader.ReadAtLeastAsync((int)(context.Request.ContentLength ?? 1), context.RequestAborted);
            context.Response.StatusCode = status;
            if (context.Response.StatusCode == StatusCodes.Status200OK)
            {
                Note(read.Buffer.FirstSpan, arrivals);
            }

            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            Interlocked.Increment(ref calls);
            if (delay > 0)
            {
                await Task.Delay(delay, context.RequestAborted);
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            await context.Response.BodyWriter.WriteAsync(Answer, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        Console.WriteLine(BareServer.Ready);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>Notes the arrival of the update whose number follows <see cref="UpdateBody.Mark"/>.</summary>
    private static void Note(ReadOnlySpan<byte> body, long[] arrivals)
    {
        var at = body.IndexOf(UpdateBody.Mark);
        if (at >= 0 && Utf8Parser.TryParse(body[(at + UpdateBody.Mark.Length)..], out int number, out _) && number < arrivals.Length)
        {
            arrivals[number] = Stopwatch.GetTimestamp();
        }
    }
}
