using System.Diagnostics;
using System.Text.Json;
using ChatBot.Answering.Guarding;
using ChatBot.Language;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks;

/// <summary>
/// The topic check over several topics, each learned from 60 examples: share blocked of what is off and of what is on topic.
/// </summary>
internal static class GuardBenchmark
{
    private static readonly Dictionary<string, (string Description, string Intents)> Domains = new()
    {
        ["Credit cards"] = (
            "Questions about credit cards: limits, rewards, applications, lost or damaged cards, fees abroad, interest and credit score.",
            "replacement_card_duration expiration_date damaged_card improve_credit_score report_lost_card card_declined "
                + "credit_limit_change apr redeem_rewards credit_limit rewards_balance application_status credit_score new_card "
                + "international_fees"
        ),
        ["Kitchen and dining"] = (
            "Questions about cooking, recipes, ingredients, nutrition and restaurants.",
            "food_last confirm_reservation how_busy ingredients_list calories nutrition_info recipe restaurant_reviews "
                + "restaurant_reservation meal_suggestion restaurant_suggestion cancel_reservation ingredient_substitution cook_time "
                + "accept_reservations"
        ),
        ["Home"] = (
            "Requests around the household: music, lists, reminders, calendar, orders and the smart home.",
            "what_song play_music todo_list_update reminder reminder_update calendar_update order_status update_playlist "
                + "shopping_list calendar next_song order todo_list shopping_list_update smart_home"
        ),
        ["Auto and commute"] = (
            "Questions about the car and the way to work: maintenance, tires, fuel, traffic, directions.",
            "current_location oil_change_when oil_change_how uber traffic tire_pressure schedule_maintenance gas mpg distance "
                + "directions last_maintenance gas_type tire_change jump_start"
        ),
        ["Travel"] = (
            "Questions of travellers: flights, hotels, visas, vaccinations, luggage, exchange rates, translations.",
            "plug_type travel_notification translate flight_status international_visa timezone exchange_rate travel_suggestion "
                + "travel_alert vaccines lost_luggage book_flight book_hotel carry_on car_rental"
        ),
        ["Utility"] = (
            "Small services: weather, alarms, timers, dates, calculations, spelling, calls and texts.",
            "weather alarm date find_phone share_location timer make_call calculator definition measurement_conversion flip_coin "
                + "spelling time roll_dice text"
        ),
        ["Work"] = (
            "Questions of employees: vacation days, payday, taxes, insurance, meetings, retirement plan.",
            "pto_request_status next_holiday insurance_change insurance meeting_schedule payday taxes income rollover_401k "
                + "pto_balance pto_request w2 schedule_meeting direct_deposit pto_used"
        ),
    };

    public static Task RunAsync(string[] args)
    {
        var train = Read("corrections-clinc/train.jsonl")
            .Select(line => (Question: line.GetProperty("question").GetString()!, Intent: line.GetProperty("intent").GetString()!))
            .ToList();
        var val = Read("corrections-clinc/val.jsonl")
            .Select(line => (Question: line.GetProperty("question").GetString()!, Intent: line.GetProperty("intent").GetString()!))
            .ToList();
        var banking = Read("guard-banking/cases.jsonl")
            .Select(line => (Question: line.GetProperty("question").GetString()!, Off: line.GetProperty("shouldBlock").GetBoolean()))
            .ToList();
        var asked = val.Select(line => line.Question).ToHashSet();
        var smallTalk = val.Select(line => line.Intent)
            .Distinct()
            .Except(Domains.Values.SelectMany(domain => domain.Intents.Split(' ')))
            .ToHashSet();
        smallTalk.ExceptWith(
            val.Where(line => banking.Any(known => known.Question == line.Question && !known.Off)).Select(line => line.Intent)
        );
        var outside = banking.Where(line => line.Off && !asked.Contains(line.Question)).Select(line => line.Question).ToList();
        double sumAuc = 0,
            sumRecall = 0,
            sumBlock = 0,
            sumFalse = 0;
        foreach (var (name, (description, intentNames)) in Domains)
        {
            var intents = intentNames.Split(' ').ToHashSet();
            var examples = intents
                .SelectMany(intent => train.Where(line => line.Intent == intent).Take(4))
                .Select(line => line.Question)
                .ToList();
            var cases = val.Where(line => !smallTalk.Contains(line.Intent))
                .Select(line => (line.Question, Off: !intents.Contains(line.Intent)))
                .Concat(outside.Select(question => (question, true)))
                .ToList();
            var (auc, recall, block, falseBlock) = Measure(new TopicFile(name, description, examples, [], ""), cases);
            sumAuc += auc;
            sumRecall += recall;
            sumBlock += block;
            sumFalse += falseBlock;
        }
        Console.WriteLine(
            $"{"MEAN", -20} AUROC {sumAuc / 7:0.000}  at 5 %: {sumRecall / 7:0.000}  own threshold: blocks {sumBlock / 7:0.000}, "
                + $"false {sumFalse / 7:0.000}"
        );
        Measure(TopicFile.Load(SharedData.PathOf("guard-banking/topic.json")), banking);
        return Task.CompletedTask;
    }

    private static (double, double, double, double) Measure(TopicFile topic, List<(string Question, bool Off)> cases)
    {
        var watch = Stopwatch.StartNew();
        var classifier = TopicClassifier.Train(topic);
        var trained = watch.ElapsedMilliseconds;
        watch.Restart();
        var scored = cases
            .Select(line => (line.Off, Score: classifier.Score(QuestionReading.Of(line.Question))))
            .OrderBy(line => line.Score)
            .ToList();
        var perQuestion = watch.Elapsed.TotalMicroseconds / cases.Count;
        var on = scored.Count(line => !line.Off);
        var off = scored.Count - on;
        double ranked = 0,
            above = 0;
        for (var i = scored.Count - 1; i >= 0; i--)
            if (!scored[i].Off)
                above++;
            else
                ranked += above;
        var cut = scored.Where(line => !line.Off).ElementAt((int)(0.05 * on)).Score;
        var recall = scored.Count(line => line.Off && line.Score < cut) / (double)off;
        var block = scored.Count(line => line.Off && line.Score < 0.5) / (double)off;
        var falseBlock = scored.Count(line => !line.Off && line.Score < 0.5) / (double)on;
        var auc = ranked / ((double)on * off);
        Console.WriteLine(
            $"{topic.Name, -20} AUROC {auc:0.000}  at 5 %: {recall:0.000}  own threshold: blocks {block:0.000}, false "
                + $"{falseBlock:0.000}  trained {trained} ms, {perQuestion:0} us"
        );
        return (auc, recall, block, falseBlock);
    }

    private static IEnumerable<JsonElement> Read(string relative) =>
        File.ReadLines(SharedData.PathOf(relative)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);
}
