using ContactRelay.Benchmarks.Load;
using ContactRelay.Benchmarks.Servers;
using ContactRelay.Tests;
using Microsoft.Data.Sqlite;

namespace ContactRelay.Benchmarks.Growth;

/// <summary>Whether an update costs more the more contacts there are: one local host, measured again and again as its storage fills.</summary>
internal sealed class GrowthRun(int upTo, int connections)
{
    private const int Measured = 10_000;

    /// <summary>How many contacts there are when it is measured.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [1_000, 10_000, 100_000, 1_000_000];

    public async Task<int> RunAsync(FileInfo? svg, FileInfo? json, CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        Console.WriteLine("Publishing the local host");
        var program = await Relay.PublishAsync(Path.Combine(folder.Path, "program"), cancellationToken);
        Console.WriteLine($"{"contacts",9} {"acc./s",7} {"del./s",7} | {"CPU ms",7} {"MiB",5} | {"bytes/contact",13}");
        var points = await ServerUnderLoad.UseAsync(
            (data, url, sink) => Relay.StartAsync(program, data, url, sink, cancellationToken),
            server => GrowAsync(server, cancellationToken),
            cancellationToken);
        if (svg is not null)
        {
            await File.WriteAllTextAsync(svg.FullName, GrowthChart.Draw(points), cancellationToken);
        }

        if (json is not null)
        {
            await ResultFile.WriteAsync(json, points, cancellationToken);
        }

        return 0;
    }

    private async Task<List<GrowthPoint>> GrowAsync(ServerUnderLoad server, CancellationToken cancellationToken)
    {
        // The contacts that it is warmed up with are the first that are stored, or there would be more than the first size.
        var stored = Sizes[0];
        await server.WarmUpAsync(connections, number => server.UrlOf(number % Sizes[0]), cancellationToken);
        var points = new List<GrowthPoint>();
        foreach (var size in Sizes.Where(size => size <= upTo))
        {
            if (stored < size)
            {
                using var filling = Sending.Of(size - stored, stored);
                await filling.SaturateAsync(connections, server.UrlOf, cancellationToken);
                await server.RestAsync(cancellationToken);
                stored = size;
            }

            points.Add(await MeasureAsync(server, stored, cancellationToken));
            Console.WriteLine(points[^1]);
            stored += Measured;
            await server.RestAsync(cancellationToken);
        }

        return points;
    }

    private async Task<GrowthPoint> MeasureAsync(ServerUnderLoad server, int stored, CancellationToken cancellationToken)
    {
        var result = await new Measurement(server, RunPlan.Fresh, connections).RunAsync(stored, Measured, cancellationToken);
        return new(stored)
        {
            AcceptedPerSecond = result.AcceptedPerSecond,
            DeliveredPerSecond = result.DeliveredPerSecond!.Value,
            CpuPerUpdate = result.CpuPerUpdate,
            Memory = server.Process.Memory,
            BytesPerContact = DatabaseSize(server.Folder) / (double)(stored + Measured),
        };
    }

    /// <summary>The size of the database, which its file has once the log is written back to it: that is up to 32 MB of pages, over and over.</summary>
    private static long DatabaseSize(string folder)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = Relay.DatabaseIn(folder), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var database = new SqliteConnection(connection.ToString());
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        return (long)command.ExecuteScalar()!;
    }
}
