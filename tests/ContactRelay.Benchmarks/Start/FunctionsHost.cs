using System.Buffers.Binary;
using ContactRelay.Benchmarks.Servers;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ContactRelay.Benchmarks.Start;

/// <summary>
/// As much of the Functions host as a worker needs to start: the stream on which they talk. It has the worker initialise itself, and asks
/// for its functions (https://github.com/Azure/azure-functions-language-worker-protobuf).
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private const int WorkerInitResponse = 16;
    private const int WorkerInitRequest = 17;
    private const int StartStream = 20;
    private const int FunctionsMetadataRequest = 29;
    private const int FunctionMetadataResponse = 30;

    // Of gRPC: whether the message is compressed, and its length (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
    private const int HeadBytes = 5;

    private readonly WebApplication _app;
    private readonly string _directory;
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FunctionsHost(WebApplication app, string directory) => (_app, _directory) = (app, directory);

    /// <summary>Ends with the worker's first word.</summary>
    public Task Began => _began.Task;

    /// <summary>Ends with the list of the worker's functions.</summary>
    public Task Listed => _listed.Task;

    /// <summary>Waits for a worker whose program is in this folder.</summary>
    public static async Task<FunctionsHost> StartAsync(string url, string directory, CancellationToken cancellationToken)
    {
        var app = BareServer.Create(url, HttpProtocols.Http2);
        var host = new FunctionsHost(app, directory);
        app.MapPost("/AzureFunctionsRpcMessages.FunctionRpc/EventStream", host.TalkAsync);
        await app.StartAsync(cancellationToken);
        return host;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TalkAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync(context.RequestAborted);
        try
        {
            while (true)
            {
                await AnswerAsync(await ReadAsync(context), context);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The worker has been stopped.
        }
    }

    private async Task AnswerAsync(int content, HttpContext context)
    {
        switch (content)
        {
            case StartStream:
                _began.TrySetResult();
                await SendAsync(WorkerInitRequest, "4.0.0.0", context);
                break;
            case WorkerInitResponse:
                await SendAsync(FunctionsMetadataRequest, _directory, context);
                break;
            case FunctionMetadataResponse:
                _listed.TrySetResult();
                break;
        }
    }

    /// <summary>Reads a message, and says what it is: the number of the one field that is not its id.</summary>
    private static async Task<int> ReadAsync(HttpContext context)
    {
        var head = new byte[HeadBytes];
        await context.Request.Body.ReadExactlyAsync(head, context.RequestAborted);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await context.Request.Body.ReadExactlyAsync(message, context.RequestAborted);
        using var input = new CodedInputStream(message);
        var content = 0;
        while (input.ReadTag() is var tag and not 0)
        {
            content = Math.Max(content, WireFormat.GetTagFieldNumber(tag));
            input.SkipLastField();
        }

        return content;
    }

    /// <summary>Sends a message of this content, whose first field is a text.</summary>
    private static async Task SendAsync(int content, string text, HttpContext context)
    {
        using var message = new MemoryStream();
        message.Write(new byte[HeadBytes]);
        using (var output = new CodedOutputStream(message, leaveOpen: true))
        {
            output.WriteTag(content, WireFormat.WireType.LengthDelimited);
            output.WriteLength(CodedOutputStream.ComputeTagSize(1) + CodedOutputStream.ComputeStringSize(text));
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteString(text);
        }

        var bytes = message.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - HeadBytes);
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
